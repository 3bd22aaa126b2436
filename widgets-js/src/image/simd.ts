import { binCount, constantBin, countBins, floatEdges } from "./bins.ts";
import { floatOf, keyOf } from "./floats.ts";
import { moments, shiftOf, statisticsOf } from "./moments.ts";
import { type Pair, type Wanted, within } from "./ranks.ts";
import type { Statistics } from "./types.ts";
import { type Kernels, load, places, simd } from "./wasm.ts";

/** Ranges in which float32 arithmetic keeps the estimate of a bin within the kernel's tolerance. */
const smallestRange = 1e-30;
const largestRange = 1e37;

/** The SIMD twin of analyzeWide; null where it does not apply (no WebAssembly, infinite samples, extreme ranges). */
export function analyzeSimd(pixels: Float32Array): Statistics | null {
  const k = simd();
  if (!k || pixels.length === 0) return null;
  const { at, min, max, odd } = load(k, pixels, true, 0);
  const range = max - min;
  const wide = range > 0;
  if (min === -Infinity || max === Infinity || (wide && (range < smallestRange || range > largestRange))) return null;
  const shift = shiftOf(pixels);
  const whole = pixels.length & ~7;
  if (wide) floatEdges(min, max, new Float32Array(k.memory.buffer, places.edges, binCount + 1));
  const [low, scale] = wide ? [min, binCount / range] : [0, 0];
  k.histogram(at, whole, low, scale, shift, odd, places.edges, places.counts, places.results);
  const [sum, sum2, squares, squares2] = new Float64Array(k.memory.buffer, places.results, 4);
  const nan = new Int32Array(k.memory.buffer, places.results + 32, 4).reduce((a, b) => a + b);
  const counts = new Uint32Array(k.memory.buffer, places.counts, binCount).slice();
  counts[0]! -= nan;
  const last = pixels.subarray(whole);
  const rest = moments(last, shift);
  const finite = pixels.length - nan - rest.nan;
  if (wide) countBins(last, min, max, counts);
  else counts.fill(0)[constantBin] = finite;
  const sums = { sum: sum! + sum2! + rest.sum, squares: squares! + squares2! + rest.squares };
  return statisticsOf({ min, max, finite, nan: nan + rest.nan, shift, ...sums }, counts);
}

/** So few samples are sorted. */
const few = 64;

/** Buckets of one look at the bits of samples. */
const bucketBits = 12;

/** The SIMD twin of the selection in pairsOf; null where JavaScript must do it. */
export function pairsSimd(pixels: Float32Array, a: Wanted, b: Wanted): [Pair, Pair] | null {
  const k = simd();
  if (!k) return null;
  const list = 4 * (pixels.length + 8);
  const { at, padded, work } = load(k, pixels, false, 2 * list);
  const count = k.collect(at, padded, a.from, a.to, b.from, b.to, work);
  new Float32Array(k.memory.buffer, work + 4 * count, 4).fill(Number.NaN);
  return [select(k, work, count, a, work + list), select(k, work, count, b, work + list)];
}

/** Narrows the interval by the bits of its samples until few are left, or one value. */
function select(k: Kernels, list: number, count: number, wanted: Wanted, room: number): Pair {
  const counts = new Uint32Array(k.memory.buffer, k.PARTIALS.value, 1 << bucketBits);
  let { from, to, rank, size } = wanted;
  while (size > few) {
    const first = keyOf(from);
    const end = keyOf(to);
    const shift = Math.max(32 - Math.clz32(end - first - 1) - bucketBits, 0);
    k.countKeys(list, count, from, to, first, shift, counts.fill(0).byteOffset);
    const place = within(counts, rank, size);
    if (shift === 0) return [floatOf(first + place.bin), floatOf(first + place.end)];
    [rank, size] = [place.rank, place.size];
    from = floatOf(first + place.bin * 2 ** shift);
    to = floatOf(Math.min(first + (place.end + 1) * 2 ** shift, end));
  }
  k.collect(list, (count + 3) & ~3, from, to, from, to, room);
  const sorted = new Float32Array(k.memory.buffer, room, size).slice().sort();
  return [sorted[rank]!, sorted[Math.min(rank + 1, size - 1)]!];
}
