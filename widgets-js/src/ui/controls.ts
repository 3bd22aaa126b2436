import { effect } from "@preact/signals-core";
import { lutNames } from "../image";
import type { Display, ScaleName } from "../wire/state";
import { h, type Lifetime, set, setText } from "./dom";
import { clamp } from "./format";
import { eachFrame } from "./gate";
import { extentOf, setBound } from "./histogram";
import type { Panel } from "./panel";
import { clipped } from "./transfer";

const scales: readonly [ScaleName, string][] = [
  ["linear", "linear"],
  ["log", "log"],
  ["sqrt", "square root"],
  ["power", "power"],
];

/** Percentiles that the automatic contrast offers. */
const percentiles: readonly [number, number][] = [
  [0, 100],
  [0.1, 99.9],
  [0.5, 99.5],
  [1, 99],
  [5, 95],
];

export const autoKey = (auto: [number, number] | null): string => (auto ? auto.join("–") : "manual");

/** A select with its label; `options` are value and text. */
export function choice(
  label: string,
  options: readonly (readonly [string, string])[],
  onChange: (value: string) => void,
): { element: HTMLElement; select: HTMLSelectElement } {
  const select = h(
    "select",
    { "aria-label": label, title: label },
    ...options.map(([value, text]) => h("option", { value }, text)),
  );
  select.addEventListener("change", () => onChange(select.value));
  return { element: select, select };
}

/** A number field that reports what a person typed, not what a program set. */
export function numberField(label: string, onCommit: (value: number) => void): HTMLInputElement {
  const input = h("input", { type: "number", step: "any", "aria-label": label, title: label });
  input.addEventListener("change", () => {
    const value = input.valueAsNumber;
    if (Number.isFinite(value)) onCommit(value);
  });
  return input;
}

/** Writes a number into a field unless somebody is typing in it. */
export function showNumber(input: HTMLInputElement, value: number): void {
  const root = input.getRootNode() as Document | ShadowRoot;
  if (root.activeElement === input) return;
  const text = Number.isFinite(value) ? String(Number(value.toPrecision(5))) : "";
  if (input.value !== text) input.value = text;
}

/** Changes the look of a panel and saves it, for controls that are done with one click. */
function lookOnce(panel: Panel, change: Partial<Display>): void {
  panel.look(change);
  panel.commit();
}

/** Colour map, scale, automatic contrast, typed ends and inversion of one panel. */
export function displayControls(panel: Panel, lifetime: Lifetime): HTMLElement[] {
  const look = (change: Partial<Display>): void => lookOnce(panel, change);
  const lut = choice(
    "Colour map",
    lutNames.map((name) => [name, name]),
    (value) => look({ lut: value }),
  );
  const scale = choice("Intensity scale", scales, (value) => look({ scale: value as ScaleName }));
  const gamma = numberField("Exponent of the power scale", (value) => look({ gamma: clamp(value, 0.05, 5) }));
  set(gamma, { step: 0.1, min: 0.05, max: 5, class: "nbscope-narrow" });
  const auto = choice(
    "Contrast",
    [...percentiles.map((pair) => [autoKey(pair), `auto ${autoKey(pair)} %`] as const), ["manual", "manual"] as const],
    (value) => {
      const [low, high] = panel.range.value;
      look({ auto: percentiles.find((pair) => autoKey(pair) === value) ?? null, low, high });
    },
  );
  const invert = h("button", { type: "button", "aria-pressed": "false", title: "Turn the colour map round" }, "Invert");
  invert.addEventListener("click", () => look({ invert: !panel.display.value.invert }));
  const bound = (name: "low" | "high"): HTMLInputElement =>
    numberField(name === "low" ? "Black point" : "White point", (value) => {
      setBound(panel, name, value);
      panel.commit();
    });
  const low = bound("low");
  const high = bound("high");
  const clip = h("span", { class: "nbscope-clip", title: "Pixels outside the contrast range" });
  lifetime.add(
    effect(() => {
      const display = panel.display.value;
      lut.select.value = display.lut;
      scale.select.value = display.scale;
      auto.select.value = autoKey(display.auto);
      if (auto.select.selectedIndex < 0) auto.select.value = "manual";
      gamma.hidden = display.scale !== "power";
      showNumber(gamma, display.gamma);
      set(invert, { "aria-pressed": String(display.invert) });
    }),
  );
  const watch = (): void => void [panel.image.value, panel.range.value];
  eachFrame(lifetime, watch, () => {
    const [from, to] = panel.range.peek();
    showNumber(low, from);
    showNumber(high, to);
    const statistics = panel.image.peek()?.statistics;
    const share = statistics ? clipped(statistics.counts, extentOf(panel), from, to) : 0;
    setText(clip, `${(share * 100).toFixed(share < 0.0995 ? 1 : 0)} % clipped`);
  });
  return [
    h("div", { class: "nbscope-row nbscope-ends" }, low, clip, high),
    h("div", { class: "nbscope-row" }, lut.element, scale.element, gamma, auto.element, invert),
  ];
}
