import { binCount, constantBin, floatEdges } from "./bins.ts";
import { statisticsOf } from "./moments.ts";
import type { Statistics } from "./types.ts";
import { load, places, simd } from "./wasm.ts";

/** The values from <= v < to. */
export interface Interval {
  from: number;
  to: number;
}

/** Ranges in which float32 arithmetic keeps the estimate of a bin within the kernel's tolerance. */
const smallestRange = 1e-30;
const largestRange = 1e37;

/** The SIMD twin of analyzeWide; null where it does not apply (no WebAssembly, infinite samples, extreme ranges). */
export function analyzeSimd(pixels: Float32Array): Statistics | null {
  const k = simd();
  if (!k || pixels.length === 0) return null;
  const { at, padded } = load(k, pixels, true, 0);
  const shift = Number.isFinite(pixels[0]) ? pixels[0]! : 0;
  k.stats(at, padded, shift, places.results);
  const results = new DataView(k.memory.buffer, places.results, 32);
  const min = results.getFloat32(0, true);
  const max = results.getFloat32(4, true);
  const finite = results.getInt32(8, true);
  const nan = results.getInt32(12, true) - (padded - pixels.length);
  // Infinite samples are left to the other twin.
  if (finite + nan !== pixels.length) return null;
  const [sum, squares] = [results.getFloat64(16, true), results.getFloat64(24, true)];
  const moments = { min, max, finite, nan, shift, sum, squares };
  if (finite === 0) return statisticsOf(moments, new Uint32Array(binCount));
  const range = max - min;
  if (range === 0) {
    const counts = new Uint32Array(binCount);
    counts[constantBin] = finite;
    return statisticsOf(moments, counts);
  }
  if (range < smallestRange || range > largestRange) return null;
  floatEdges(min, max, new Float32Array(k.memory.buffer, places.edges, binCount + 1));
  k.histogram(at, padded, min, binCount / range, places.edges, places.histogram);
  const counts = new Uint32Array(k.memory.buffer, places.histogram, binCount).slice();
  counts[0]! -= padded - finite;
  return statisticsOf(moments, counts);
}

/** The samples of one or both intervals from <= v < to, in the order of the frame; null where JavaScript must do it. */
export function collectSimd(pixels: Float32Array, a: Interval, b: Interval): Float32Array | null {
  const k = simd();
  if (!k) return null;
  const { at, padded, work } = load(k, pixels, false, 4 * pixels.length + 32);
  const count = k.collect(at, padded, a.from, a.to, b.from, b.to, work);
  return new Float32Array(k.memory.buffer, work, count);
}
