import { binCount, constantBin, countBins, floatEdges } from "./bins.ts";
import { floatOf, keyOf } from "./floats.ts";
import { statisticsOf } from "./moments.ts";
import { type Interval, type Pair, type Wanted, within } from "./ranks.ts";
import type { Statistics } from "./types.ts";
import { block, type Kernels, load, places, simd, wholeMask } from "./wasm.ts";

/** Ranges in which float32 arithmetic keeps the estimate of a bin within the kernel's tolerance. */
const smallestRange = 1e-30;
const largestRange = 1e37;

/** The SIMD twin of analyzeWide; null where it does not apply (no WebAssembly, infinite samples, extreme ranges). */
export function analyzeSimd(pixels: Float32Array): Statistics | null {
  const k = simd();
  if (!k || pixels.length === 0) return null;
  const { at, moments } = load(k, pixels, true, 0);
  const { min, max, finite, nan } = moments;
  // Infinite samples are left to the other twin.
  if (finite + nan < pixels.length) return null;
  const range = max - min;
  const counts = new Uint32Array(binCount);
  if (finite > 0 && range === 0) counts[constantBin] = finite;
  if (finite === 0 || range === 0) return statisticsOf(moments, counts);
  if (range < smallestRange || range > largestRange) return null;
  floatEdges(min, max, new Float32Array(k.memory.buffer, places.edges, binCount + 1));
  const whole = pixels.length & wholeMask;
  k.histogram(at, whole, min, binCount / range, places.edges, places.counts);
  counts.set(new Uint32Array(k.memory.buffer, places.counts, binCount));
  const rest = pixels.subarray(whole);
  counts[0]! -= nan - rest.filter(Number.isNaN).length;
  countBins(rest, min, max, counts);
  return statisticsOf(moments, counts);
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
  const { at, padded, bounds, work } = load(k, pixels, false, 2 * list);
  const count = collectBlocks(k, at, padded, new Float32Array(k.memory.buffer, bounds), a, b, work);
  new Float32Array(k.memory.buffer, work + 4 * count, 4).fill(Number.NaN);
  return [select(k, work, count, a, work + list), select(k, work, count, b, work + list)];
}

/** Collects the samples of two intervals; a block that has none of them is not read. Returns their number. */
function collectBlocks(
  k: Kernels,
  at: number,
  padded: number,
  bounds: Float32Array,
  a: Interval,
  b: Interval,
  to: number,
): number {
  const whole = padded & wholeMask;
  const meets = (i: number, { from, to }: Interval): boolean => bounds[2 * i]! < to && bounds[2 * i + 1]! >= from;
  let end = to;
  for (let from = 0; from < padded; from += block) {
    const i = from / block;
    // The last block may have samples that its bounds know nothing of.
    if (from + block <= whole && !meets(i, a) && !meets(i, b)) continue;
    end += 4 * k.collect(at + 4 * from, Math.min(padded - from, block), a.from, a.to, b.from, b.to, end);
  }
  return (end - to) / 4;
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
