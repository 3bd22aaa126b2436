import { effect } from "@preact/signals-core";
import type { Session } from "../widgets/session";
import type { Detector } from "../wire/state";
import { s, set } from "./dom";
import type { Gesture } from "./drag";
import { clamp, short } from "./format";
import { FrameGate } from "./gate";
import type { Spot, Stage } from "./stage";

type Radius = "inner" | "outer";

/** Half of the 24 pixels that a handle offers to a finger. */
const reach = 12;
const smallestRadius = 0.5;
/** Directions in which a radius handle may sit, the best first: one that is inside the pane is taken. */
const directions: Record<Radius, readonly number[]> = {
  outer: [0, 180, 270, 90, 315, 225, 45, 135],
  inner: [180, 0, 90, 270, 135, 45, 225, 315],
};

/** A detector whose numbers make sense on a pattern of this size. */
export function tidy(detector: Detector, [rows, cols]: readonly [number, number]): Detector {
  const outer = clamp(detector.outer, smallestRadius, Math.hypot(rows, cols));
  return {
    ...detector,
    row: clamp(detector.row, 0, rows - 1),
    col: clamp(detector.col, 0, cols - 1),
    outer,
    inner: clamp(detector.inner, 0, Math.max(0, outer - smallestRadius)),
  };
}

/** The same detector as another kind, with radii that make it visible. */
export function withKind(detector: Detector, kind: Detector["kind"]): Detector {
  const outer = Math.max(detector.outer, 1);
  return { ...detector, kind, outer, inner: kind === "annulus" ? detector.inner || outer / 2 : detector.inner };
}

/** A radius with its unit. */
export function radiusText(session: Session, pixels: number): string {
  const perPixel = session.shown.value.calibration.mrad_per_pixel;
  return perPixel ? `${short(pixels * perPixel)} mrad` : `${short(pixels)} px`;
}

/** Draws the detector over the diffraction pattern and lets it be moved and resized. */
export class DetectorOverlay {
  readonly #stage: Stage;
  readonly #session: Session;
  readonly #area: SVGPathElement = s("path", { class: "nbscope-roi-area", "fill-rule": "evenodd" });
  readonly #rings: SVGPathElement[] = [
    s("path", { class: "nbscope-stroke-under" }),
    s("path", { class: "nbscope-stroke-over" }),
  ];
  readonly #handles: Record<Radius, SVGGElement> = {
    outer: this.#makeHandle("outer"),
    inner: this.#makeHandle("inner"),
  };
  readonly #places: Record<Radius, [number, number] | null> = { outer: null, inner: null };

  constructor(stage: Stage, session: Session) {
    this.#stage = stage;
    this.#session = session;
    const group = s(
      "g",
      { class: "nbscope-roi" },
      this.#area,
      ...this.#rings,
      this.#handles.outer,
      this.#handles.inner,
    );
    stage.svg.append(group);
    stage.pick = (spot) => this.#pick(spot);
    stage.cursorAt = (spot) => this.#cursorAt(spot);
    const gate = new FrameGate(() => this.#draw());
    stage.lifetime.add(() => gate.close());
    stage.lifetime.add(
      effect(() => {
        void [this.#session.detector.value, stage.placement.value, this.#session.shown.value];
        gate.request();
      }),
    );
    for (const radius of ["outer", "inner"] as const) {
      stage.lifetime.listen<KeyboardEvent>(this.#handles[radius], "keydown", (event) => this.#key(radius, event));
    }
  }

  #makeHandle(radius: Radius): SVGGElement {
    return s(
      "g",
      {
        class: "nbscope-handle",
        role: "slider",
        tabindex: 0,
        "data-handle": radius,
        "aria-label": radius === "outer" ? "Outer radius of the detector" : "Inner radius of the detector",
        "aria-valuemin": 0,
        "aria-valuemax": 1000,
        "aria-valuenow": 0,
      },
      s("circle", { r: reach, class: "nbscope-hit" }),
      s("path", { d: "M-6 0L0-6L6 0L0 6Z", class: "nbscope-knob" }),
    );
  }

  #draw(): void {
    const detector = this.#session.detector.peek();
    const { kind, row, col } = detector;
    const [x, y] = this.#stage.toScreen(row, col);
    const { scale } = this.#stage.placement.peek();
    const outer = kind === "point" ? Math.max(scale / 2, 4) : detector.outer * scale;
    const inner = kind === "annulus" ? detector.inner * scale : 0;
    const ring = circle(x, y, outer) + (inner > 0 ? circle(x, y, inner) : "");
    const cross = `M${x - 5} ${y}H${x + 5}M${x} ${y - 5}V${y + 5}`;
    set(this.#area, { d: ring });
    for (const path of this.#rings) set(path, { d: ring + cross });
    this.#place("outer", kind === "point" ? null : [x, y, outer]);
    this.#place("inner", kind === "annulus" ? [x, y, inner] : null);
  }

  #place(radius: Radius, at: [number, number, number] | null): void {
    const handle = this.#handles[radius];
    // `hidden` means nothing in SVG; display takes it out of the tab order too.
    handle.style.display = at ? "" : "none";
    this.#places[radius] = null;
    if (!at) return;
    const [x, y, r] = at;
    const { width, height } = this.#stage.box.peek();
    const spots = directions[radius].map((degrees): [number, number] => {
      const angle = (degrees * Math.PI) / 180;
      return [x + r * Math.cos(angle), y + r * Math.sin(angle)];
    });
    const margin = 6;
    const inside = ([a, b]: [number, number]): boolean =>
      a >= margin && b >= margin && a <= width - margin && b <= height - margin;
    const [hx, hy] = spots.find(inside) ?? [
      clamp(spots[0]![0], margin, width - margin),
      clamp(spots[0]![1], margin, height - margin),
    ];
    this.#places[radius] = [hx, hy];
    const pixels = this.#session.detector.peek()[radius];
    const [rows, cols] = this.#stage.extent.peek();
    set(handle, {
      transform: `translate(${hx} ${hy})`,
      "aria-valuenow": Math.round(clamp((1000 * pixels) / Math.hypot(rows, cols), 0, 1000)),
      "aria-valuetext": radiusText(this.#session, pixels),
    });
  }

  /** The handle at a spot, "move" inside the detector, null elsewhere. */
  #partAt({ px, py }: Spot): Radius | "move" | null {
    const { kind, row, col, outer } = this.#session.detector.peek();
    const [x, y] = this.#stage.toScreen(row, col);
    const fromCentre = Math.hypot(px - x, py - y);
    let best: Radius | "move" | null = null;
    let nearest = Number.POSITIVE_INFINITY;
    for (const radius of ["outer", "inner"] as const) {
      const at = this.#places[radius];
      const distance = at ? Math.hypot(px - at[0], py - at[1]) : Number.POSITIVE_INFINITY;
      if (distance <= reach && distance < nearest) {
        best = radius;
        nearest = distance;
      }
    }
    const within = Math.max(kind === "point" ? 0 : outer * this.#stage.placement.peek().scale, reach);
    return fromCentre <= within && fromCentre < nearest ? "move" : best;
  }

  #cursorAt(spot: Spot): string {
    const part = this.#partAt(spot);
    if (part === "move") return "move";
    if (part) return "nwse-resize";
    return this.#stage.camera.peek().magnification > 1 ? "grab" : "default";
  }

  #pick(spot: Spot): Gesture | null {
    const part = this.#partAt(spot);
    if (!part) return null;
    const session = this.#session;
    const start = session.detector.peek();
    const custom = session.custom;
    const { scale } = this.#stage.placement.peek();
    const [cx, cy] = this.#stage.toScreen(start.row, start.col);
    const grip = Math.hypot(spot.px - cx, spot.py - cy);
    const moved = (dx: number, dy: number): Detector => {
      if (part === "move") return { ...start, row: start.row + dy / scale, col: start.col + dx / scale };
      const distance = Math.hypot(spot.px + dx - cx, spot.py + dy - cy);
      return resized(start, part, start[part] + (distance - grip) / scale);
    };
    return {
      move: (dx, dy, time) => session.editDetector(tidy(moved(dx, dy), this.#stage.extent.peek()), time),
      end: () => session.commit(),
      cancel: () => {
        session.moveDetector(start);
        session.custom = custom;
      },
    };
  }

  #key(radius: Radius, event: KeyboardEvent): void {
    const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!direction) return;
    event.preventDefault();
    event.stopPropagation();
    const step = direction * 0.5 * (event.shiftKey ? 10 : 1) * (event.altKey ? 0.1 : 1);
    const detector = this.#session.detector.peek();
    this.#session.editDetector(
      tidy(resized(detector, radius, detector[radius] + step), this.#stage.extent.peek()),
      event.timeStamp,
    );
    this.#session.commitSoon();
  }
}

/** One radius changed; it stops at the other one. */
export function resized(detector: Detector, radius: Radius, pixels: number): Detector {
  if (radius === "inner") return { ...detector, inner: clamp(pixels, 0, detector.outer - smallestRadius) };
  const least = detector.kind === "annulus" ? detector.inner + smallestRadius : smallestRadius;
  return { ...detector, outer: Math.max(pixels, least) };
}

const circle = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
