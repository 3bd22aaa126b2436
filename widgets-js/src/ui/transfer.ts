import type { Display } from "../wire/state";

type Curve = Pick<Display, "scale" | "gamma">;

/** Values over which a panel's axis runs. */
export interface Extent {
  min: number;
  max: number;
}

/** The transfer function of the display over an axis that starts at `min`, so that handles lie where it looks right. */
function bend(value: number, { scale, gamma }: Curve, min: number): number {
  if (scale === "linear") return value;
  if (scale === "log") return Math.log1p(Math.max(value - Math.min(min, 0), 0));
  return Math.max(value, 0) ** (scale === "sqrt" ? 0.5 : gamma);
}

function unbend(bent: number, { scale, gamma }: Curve, min: number): number {
  if (scale === "linear") return bent;
  if (scale === "log") return Math.expm1(bent) + Math.min(min, 0);
  return bent ** (1 / (scale === "sqrt" ? 0.5 : gamma));
}

/** Where a value lies on the axis, 0..1 inside the extent. */
export function toAxis(value: number, curve: Curve, { min, max }: Extent): number {
  const start = bend(min, curve, min);
  return (bend(value, curve, min) - start) / (bend(max, curve, min) - start || 1);
}

/** The value at a place on the axis. */
export function fromAxis(place: number, curve: Curve, { min, max }: Extent): number {
  const start = bend(min, curve, min);
  return unbend(start + place * (bend(max, curve, min) - start), curve, min);
}

/** Counts of equal bins over the extent, spread over `bins` equal parts of the bent axis. */
export function bentHistogram(counts: Uint32Array, bins: number, curve: Curve, extent: Extent): Float64Array {
  const out = new Float64Array(bins);
  const step = (extent.max - extent.min) / counts.length;
  let from = 0;
  for (let i = 0; i < counts.length; i++) {
    const to = toAxis(extent.min + (i + 1) * step, curve, extent) * bins;
    const first = Math.min(Math.floor(from), bins - 1);
    const last = Math.min(Math.ceil(to) - 1, bins - 1);
    // A wide bin is drawn as a level line, not as one peak with gaps beside it.
    for (let j = first; j <= last; j++)
      out[j]! += counts[i]! * ((Math.min(to, j + 1) - Math.max(from, j)) / (to - from));
    from = to;
  }
  return out;
}

/** Shares of the finite pixels under `low` and over `high`, from the histogram. */
export function clipped(counts: Uint32Array, extent: Extent, low: number, high: number): number {
  const width = extent.max - extent.min;
  if (!(width > 0)) return 0;
  let outside = 0;
  let total = 0;
  for (let i = 0; i < counts.length; i++) {
    const value = extent.min + ((i + 0.5) / counts.length) * width;
    total += counts[i]!;
    if (value < low || value > high) outside += counts[i]!;
  }
  return total ? outside / total : 0;
}
