import type { Statistics } from "./types.ts";

/** Sums over the finite samples of a frame. The sums are of v - shift, to keep digits. */
export interface Moments {
  min: number;
  max: number;
  finite: number;
  nan: number;
  shift: number;
  sum: number;
  squares: number;
}

/** From moments and counts to the record. */
export function statisticsOf(m: Moments, counts: Uint32Array): Statistics {
  if (m.finite === 0) {
    return { min: Number.NaN, max: Number.NaN, mean: Number.NaN, std: Number.NaN, finite: 0, nan: m.nan, counts };
  }
  const offset = m.sum / m.finite;
  const variance = Math.max(m.squares / m.finite - offset * offset, 0);
  // Adding 0 turns -0 into 0, so that the sign of a zero does not depend on the order of the samples.
  const [min, max] = [m.min + 0, m.max + 0];
  return { min, max, mean: m.shift + offset, std: Math.sqrt(variance), finite: m.finite, nan: m.nan, counts };
}
