import { effect } from "@preact/signals-core";
import type { Session } from "../widgets/session";
import { type Detector, type DetectorKind, sameValue } from "../wire/state";
import { choice, numberField, showNumber } from "./controls";
import { h, type Lifetime, set, setText } from "./dom";
import { resized, tidy, withKind } from "./roi";

const kinds: readonly [DetectorKind, string][] = [
  ["point", "point"],
  ["disk", "disk"],
  ["annulus", "annulus"],
];

/** Sets a detector in one step: one request, one save. */
function setOnce(session: Session, detector: Detector): void {
  session.editDetector(tidy(detector, session.shown.value.shape.detector));
  session.commit();
}

/** Chooses a preset by its place in the list; the place behind the last is the detector set by hand. */
export function choosePreset(session: Session, index: number): void {
  const detector = session.shown.value.presets[index]?.detector ?? (index >= 4 ? session.custom : null);
  if (!detector) return;
  session.moveDetector(detector);
  session.commit();
}

/** One button per preset; the one that is set is pressed. */
function presetButtons(session: Session, lifetime: Lifetime): HTMLElement {
  const presets = h("div", { class: "nbscope-presets", role: "group", "aria-label": "Detector presets" });
  lifetime.add(
    effect(() => {
      const list = session.shown.value.presets;
      presets.replaceChildren(
        ...list.map((preset, index) => {
          const button = h("button", { type: "button", "data-preset": preset.name }, preset.name);
          button.addEventListener("click", () => choosePreset(session, index));
          return button;
        }),
      );
      presets.hidden = list.length === 0;
    }),
  );
  lifetime.add(
    effect(() => {
      const detector = session.detector.value;
      session.shown.value.presets.forEach((preset, index) => {
        const button = presets.children[index];
        if (button) set(button, { "aria-pressed": String(sameValue(preset.detector, detector)) });
      });
    }),
  );
  return presets;
}

/** Detector presets, kind, radii and centring. */
export function toolbar(session: Session, lifetime: Lifetime): HTMLElement {
  const presets = presetButtons(session, lifetime);
  const kind = choice("Kind of detector", kinds, (value) =>
    setOnce(session, withKind(session.detector.value, value as DetectorKind)),
  );
  const perUnit = (): number => session.shown.value.calibration.mrad_per_pixel ?? 1;
  const radius = (name: "inner" | "outer"): HTMLInputElement =>
    numberField(`${name === "inner" ? "Inner" : "Outer"} radius of the detector`, (value) =>
      setOnce(session, resized(session.detector.value, name, value / perUnit())),
    );
  const inner = radius("inner");
  const outer = radius("outer");
  const innerField = h("label", {}, "inner ", inner);
  const outerField = h("label", {}, "outer ", outer);
  const unit = h("span", {});
  const centre = h(
    "button",
    { type: "button", title: "Find the bright disk and centre the detector on it" },
    "Fit centre",
  );
  centre.addEventListener("click", () => void session.fitCentre());

  lifetime.add(
    effect(() => {
      const detector = session.detector.value;
      kind.select.value = detector.kind;
      showNumber(inner, detector.inner * perUnit());
      showNumber(outer, detector.outer * perUnit());
      innerField.hidden = detector.kind !== "annulus";
      outerField.hidden = detector.kind === "point";
      unit.hidden = detector.kind === "point";
      setText(unit, session.shown.value.calibration.mrad_per_pixel ? "mrad" : "px");
    }),
  );
  centre.hidden = session.isStatic;
  return h(
    "div",
    { class: "nbscope-row nbscope-toolbar", role: "group", "aria-label": "Detector" },
    h("span", { class: "nbscope-heading" }, "Detector"),
    presets,
    kind.element,
    innerField,
    outerField,
    unit,
    centre,
  );
}
