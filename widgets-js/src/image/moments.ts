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

/** Sums over the finite samples, one after the other. */
// hot loop
export function moments(pixels: Float32Array | Uint32Array, shift: number): Moments {
  let min = Infinity;
  let max = -Infinity;
  let finite = 0;
  let nan = 0;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < pixels.length; i++) {
    const v = pixels[i]!;
    const d = v - shift;
    // d - d is NaN for NaN and for the infinities.
    if (d - d === 0) {
      // Not branches: on a smooth image the processor would guess them wrong too often.
      min = Math.min(min, v);
      max = Math.max(max, v);
      finite++;
      sum += d;
      squares += d * d;
    } else if (Number.isNaN(v)) nan++;
  }
  return { min, max, finite, nan, shift, sum, squares };
}

/** What sums are taken from: the first sample, so that a high background costs no digits. */
export function shiftOf(pixels: Float32Array | Uint32Array): number {
  return pixels.length > 0 && Number.isFinite(pixels[0]) ? pixels[0]! : 0;
}
