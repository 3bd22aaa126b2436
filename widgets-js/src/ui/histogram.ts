import { displayHistogram } from "../image";
import type { Session } from "../widgets/session";
import type { PanelName } from "../wire/state";
import { h, type Lifetime, s, set } from "./dom";
import { onDrag } from "./drag";
import { clamp, short } from "./format";
import { eachFrame } from "./gate";
import { bentHistogram, type Extent, fromAxis, toAxis } from "./transfer";

type Bound = "low" | "high";

const bins = 256;
const height = 44;
const finest = 1000;

const words: Record<Bound, string> = { low: "Black point", high: "White point" };

/** The values over which a panel's histogram runs; a constant or empty image has none to speak of. */
export function extentOf(session: Session, panel: PanelName): Extent {
  const statistics = session.images[panel].value?.statistics;
  if (!statistics || !(statistics.max > statistics.min))
    return { min: statistics?.min || 0, max: (statistics?.min || 0) + 1 };
  return { min: statistics.min, max: statistics.max };
}

/** Sets one end of the contrast by hand; the automatic one is over then. */
export function setBound(session: Session, panel: PanelName, bound: Bound, value: number): void {
  const [low, high] = session.ranges[panel].value;
  session.look(panel, { auto: null, low, high, [bound]: value });
}

/** Log counts of the shown image with two handles for the contrast. */
export class Histogram {
  readonly element: HTMLElement;
  // A path takes its colour from the theme by itself; asking for the theme's colour would force a layout per image.
  readonly #curve: SVGPathElement = s("path");
  readonly #handles: Record<Bound, HTMLElement>;
  readonly #session: Session;
  readonly #panel: PanelName;

  constructor(session: Session, panel: PanelName, lifetime: Lifetime) {
    this.#session = session;
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
      session.look(panel, { auto: [0.5, 99.5] });
      session.commit();
    });
    const watch = (): void => {
      void [session.images[panel].value, session.display.value[panel], session.ranges[panel].value];
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
    const session = this.#session;
    onDrag(handle, lifetime, () => {
      handle.focus({ preventScroll: true });
      const before = session.display.peek()[this.#panel];
      const from = this.#position(bound);
      const width = this.element.clientWidth || 1;
      return {
        move: (dx) => this.#move(bound, from + dx / width),
        end: () => session.commit(),
        cancel: () => session.look(this.#panel, before),
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
      session.commitSoon();
    });
    lifetime.listen(handle, "dblclick", (event) => {
      event.stopPropagation();
      this.#move(bound, bound === "low" ? 0 : 1);
      session.commit();
    });
    return handle;
  }

  #position(bound: Bound): number {
    const range = this.#session.ranges[this.#panel].value;
    const value = range[bound === "low" ? 0 : 1];
    return (
      clamp(toAxis(value, this.#session.display.value[this.#panel], extentOf(this.#session, this.#panel)), 0, 1) || 0
    );
  }

  /** Moves one end along the axis; it stops at the other one. */
  #move(bound: Bound, place: number): void {
    const other = this.#position(bound === "low" ? "high" : "low");
    const allowed = bound === "low" ? clamp(place, 0, other) : clamp(place, other, 1);
    const value = fromAxis(allowed, this.#session.display.peek()[this.#panel], extentOf(this.#session, this.#panel));
    setBound(this.#session, this.#panel, bound, value);
  }

  #placeHandles(): void {
    const range = this.#session.ranges[this.#panel].value;
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
    const image = this.#session.images[this.#panel].peek();
    if (!image) return;
    const display = this.#session.display.peek()[this.#panel];
    const { statistics } = image;
    const counts =
      display.scale === "linear" || !(statistics.max > statistics.min)
        ? displayHistogram(statistics, bins)
        : bentHistogram(statistics.counts, bins, display, extentOf(this.#session, this.#panel));
    let most = 1;
    for (const count of counts) most = Math.max(most, Math.log1p(count));
    let outline = `M0 ${height}`;
    counts.forEach((count, i) => {
      outline += `V${(height * (1 - Math.log1p(count) / most)).toFixed(1)}H${i + 1}`;
    });
    set(this.#curve, { d: `${outline}V${height}Z` });
  }
}
