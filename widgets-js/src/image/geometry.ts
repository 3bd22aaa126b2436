import type { Frame, Viewport } from "./types.ts";

/** Which image pixels one screen direction shows. */
export interface Axis {
  /** The screen pixels from..to - 1 show the image; the others lie outside it. */
  from: number;
  to: number;
  /** Minified: each screen pixel i shows the image pixels starts[i]..starts[i + 1] - 1; else only starts[i]. */
  starts: Int32Array;
  /** Minified: image pixels that the first and the last of them would cover beyond the edges of the image. */
  before: number;
  after: number;
}

/** True when several image pixels share one screen pixel. */
export function isMinified(viewport: Viewport): boolean {
  return viewport.zoom < 1;
}

export function axesOf(frame: Frame, viewport: Viewport): { x: Axis; y: Axis } {
  const { x0, y0, zoom, width, height } = viewport;
  if (!(zoom > 0 && zoom < Infinity)) throw new RangeError(`The zoom must be a positive number, not ${zoom}.`);
  return { x: axis(x0, zoom, width, frame.cols), y: axis(y0, zoom, height, frame.rows) };
}

function axis(start: number, zoom: number, screen: number, size: number): Axis {
  // Magnified, a screen pixel shows what lies under its centre; minified, neighbours share out the image pixels.
  const shift = zoom < 1 ? 0 : 0.5;
  const starts = new Int32Array(screen + 1);
  for (let i = 0; i <= screen; i++) {
    starts[i] = Math.min(Math.max(Math.floor(start + (i + shift) / zoom), zoom < 1 ? 0 : -1), size);
  }
  let from = 0;
  let to = screen;
  if (zoom < 1) {
    while (from < to && starts[from + 1] === starts[from]) from++;
    while (to > from && starts[to - 1] === starts[to]) to--;
  } else {
    while (from < to && starts[from]! < 0) from++;
    while (to > from && starts[to - 1]! >= size) to--;
  }
  if (zoom >= 1) return { from, to, starts, before: 0, after: 0 };
  const before = starts[from]! - Math.floor(start + from / zoom);
  return { from, to, starts, before, after: Math.floor(start + to / zoom) - starts[to]! };
}
