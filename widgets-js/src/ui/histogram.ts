import { displayHistogram } from "../image";
import { h, type Lifetime, s, set } from "./dom";
import { onDrag } from "./drag";
import { clamp, short } from "./format";
import { eachFrame } from "./gate";
import type { Panel } from "./panel";
import { bentHistogram, type Extent, fromAxis, toAxis } from "./transfer";

type Bound = "low" | "high";

const bins = 256;
const height = 44;
const finest = 1000;

const words: Record<Bound, string> = { low: "Black point", high: "White point" };

/** The values over which a panel's histogram runs; a constant or empty image has none to speak of. */
export function extentOf(panel: Panel): Extent {
  const statistics = panel.image.value?.statistics;
  if (!statistics || !(statistics.max > statistics.min))
    return { min: statistics?.min || 0, max: (statistics?.min || 0) + 1 };
  return { min: statistics.min, max: statistics.max };
}

/** Sets one end of the contrast by hand; the automatic one is over then. */
export function setBound(panel: Panel, bound: Bound, value: number): void {
  const [low, high] = panel.range.value;
  panel.look({ auto: null, low, high, [bound]: value });
}

/** Log counts of the shown image with two handles for the contrast. */
export class Histogram {
  readonly element: HTMLElement;
  // A path takes its colour from the theme by itself; asking for the theme's colour would force a layout per image.
  readonly #curve: SVGPathElement = s("path");
  readonly #handles: Record<Bound, HTMLElement>;
  readonly #panel: Panel;

  constructor(panel: Panel, lifetime: Lifetime) {
    this.#panel = panel;
    this.#handles = { low: this.#handle("low", lifetime), high: this.#handle("high", lifetime) };
    this.element = h(
      "div",
      { class: "nbscope-histogram", title: "Drag the ends of the contrast; double click for automatic contrast" },
      s("svg", { viewBox: `0 0 ${bins} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true" }, this.#curve),
      this.#handles.low,
      this.#handles.high,
    );
    lifetime.listen(this.element, "dblclick", () => {
      panel.look({ auto: [0.5, 99.5] });
      panel.commit();
    });
    const watch = (): void => {
      void [panel.image.value, panel.display.value, panel.range.value];
    };
    eachFrame(lifetime, watch, () => {
      this.#placeHandles();
      this.#draw();
    });
  }

  #handle(bound: Bound, lifetime: Lifetime): HTMLElement {
    const handle = h("div", {
      class: `nbscope-contrast nbscope-contrast-${bound}`,
      role: "slider",
      tabindex: 0,
      "aria-label": words[bound],
      "aria-valuemin": 0,
      "aria-valuemax": finest,
      "aria-valuenow": 0,
    });
    const panel = this.#panel;
    onDrag(handle, lifetime, () => {
      handle.focus({ preventScroll: true });
      const before = panel.display.peek();
      const from = this.#position(bound);
      const width = this.element.clientWidth || 1;
      return {
        move: (dx) => this.#move(bound, from + dx / width),
        end: () => panel.commit(),
        cancel: () => panel.look(before),
      };
    });
    lifetime.listen<KeyboardEvent>(handle, "keydown", (event) => {
      const sign = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
      const end = { Home: 0, End: 1 }[event.key];
      if (sign === undefined && end === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      const step = 0.01 * (event.shiftKey ? 10 : 1) * (event.altKey ? 0.1 : 1);
      this.#move(bound, end ?? this.#position(bound) + (sign ?? 0) * step);
      panel.commitSoon();
    });
    lifetime.listen(handle, "dblclick", (event) => {
      event.stopPropagation();
      this.#move(bound, bound === "low" ? 0 : 1);
      panel.commit();
    });
    return handle;
  }

  #position(bound: Bound): number {
    const range = this.#panel.range.value;
    const value = range[bound === "low" ? 0 : 1];
    return clamp(toAxis(value, this.#panel.display.value, extentOf(this.#panel)), 0, 1) || 0;
  }

  /** Moves one end along the axis; it stops at the other one. */
  #move(bound: Bound, place: number): void {
    const other = this.#position(bound === "low" ? "high" : "low");
    const allowed = bound === "low" ? clamp(place, 0, other) : clamp(place, other, 1);
    const value = fromAxis(allowed, this.#panel.display.peek(), extentOf(this.#panel));
    setBound(this.#panel, bound, value);
  }

  #placeHandles(): void {
    const range = this.#panel.range.value;
    for (const bound of ["low", "high"] as const) {
      const place = this.#position(bound);
      const handle = this.#handles[bound];
      handle.style.left = `${place * 100}%`;
      set(handle, {
        "aria-valuenow": Math.round(place * finest),
        "aria-valuetext": `${short(range[bound === "low" ? 0 : 1])} counts`,
      });
    }
  }

  #draw(): void {
    const image = this.#panel.image.peek();
    if (!image) return;
    const display = this.#panel.display.peek();
    const { statistics } = image;
    const counts =
      display.scale === "linear" || !(statistics.max > statistics.min)
        ? displayHistogram(statistics, bins)
        : bentHistogram(statistics.counts, bins, display, extentOf(this.#panel));
    let most = 1;
    for (const count of counts) most = Math.max(most, Math.log1p(count));
    let outline = `M0 ${height}`;
    counts.forEach((count, i) => {
      outline += `V${(height * (1 - Math.log1p(count) / most)).toFixed(1)}H${i + 1}`;
    });
    set(this.#curve, { d: `${outline}V${height}Z` });
  }
}
