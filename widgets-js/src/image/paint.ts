import { colourFloats, colourIntegers, colourSmall } from "./colour.ts";
import { type Axis, axesOf, isMinified } from "./geometry.ts";
import { paintSimd } from "./paint-simd.ts";
import { type Plan, planOf } from "./plan.ts";
import type { Frame, Pixels, Transfer, Viewport } from "./types.ts";

/**
 * Paints the viewport, screen pixels only: `out` receives width × height RGBA words (little endian), 0 outside the
 * image. Magnified, each screen pixel shows the nearest image pixel. Minified, it shows the largest value it covers,
 * NaN left out, because a mean or a sample would lose single bright spots; where nothing above -Infinity is covered it
 * shows the bad-pixel colour.
 */
export function paint(out: Uint32Array, frame: Frame, transfer: Transfer, viewport: Viewport): void {
  const { width, height } = viewport;
  if (out.length < width * height) {
    throw new RangeError(`A viewport of ${width} × ${height} needs ${width * height} words, not ${out.length}.`);
  }
  const { x, y } = axesOf(frame, viewport);
  const plan = planOf(transfer, frame.pixels);
  const whole = x.from === 0 && x.to === width && y.from === 0 && y.to === height;
  if (!whole) out.fill(0, 0, width * height);
  if (x.from >= x.to || y.from >= y.to) return;
  if (paintSimd(out, frame, plan, viewport, x, y)) return;
  const row = new (frame.pixels.constructor as { new (length: number): Pixels })(x.to - x.from);
  const minified = isMinified(viewport);
  let shown = -1;
  for (let line = y.from; line < y.to; line++) {
    const at = line * width + x.from;
    const first = y.starts[line]!;
    if (!minified && first === shown) {
      out.copyWithin(at, at - width, at - width + row.length);
      continue;
    }
    shown = first;
    if (minified) gatherMaximum(frame, first, y.starts[line + 1]!, x, row);
    else gatherNearest(frame, first, x, row);
    colourRow(out, at, row, plan);
  }
}

function colourRow(out: Uint32Array, at: number, row: Pixels, plan: Plan): void {
  if (row instanceof Float32Array) colourFloats(out, at, row, plan);
  else if (row instanceof Uint32Array) colourIntegers(out, at, row, plan);
  else colourSmall(out, at, row, plan);
}

// hot loop
function gatherNearest({ pixels, cols }: Frame, line: number, x: Axis, row: Pixels): void {
  const base = line * cols;
  const { starts, from } = x;
  for (let i = 0; i < row.length; i++) row[i] = pixels[base + starts[from + i]!]!;
}

// hot loop
function gatherMaximum({ pixels, cols }: Frame, first: number, end: number, x: Axis, row: Pixels): void {
  const { starts, from } = x;
  for (let i = 0; i < row.length; i++) {
    const left = starts[from + i]!;
    const right = starts[from + i + 1]!;
    let most = -Infinity;
    for (let line = first; line < end; line++) {
      for (let at = line * cols + left, stop = line * cols + right; at < stop; at++) {
        const v = pixels[at]!;
        if (v > most) most = v;
      }
    }
    row[i] = most === -Infinity ? Number.NaN : most;
  }
}
