import { valueCounts } from "./analyze.ts";
import { binCount, binEdge } from "./bins.ts";
import { ceilFloat, floatOf, keyOf } from "./floats.ts";
import { type Interval, type Pair, type Wanted, within } from "./ranks.ts";
import { selector } from "./select.ts";
import { pairsSimd } from "./simd.ts";
import type { Frame, Statistics } from "./types.ts";

type Wide = Float32Array | Uint32Array;

/**
 * Two percentiles of the finite samples, exact: what numpy.percentile gives with its default, linear interpolation.
 * The histogram names the bin of each wanted sample; only the samples of that bin are then looked at.
 * [NaN, NaN] when no sample is finite.
 */
export function percentileRange(
  frame: Frame,
  stats: Statistics,
  lowPercent: number,
  highPercent: number,
): [number, number] {
  if (stats.finite === 0) return [Number.NaN, Number.NaN];
  const last = stats.finite - 1;
  const rankOf = (percent: number): number => Math.min(Math.max((percent / 100) * last, 0), last);
  const [a, b] = [rankOf(lowPercent), rankOf(highPercent)];
  const [below, above] = pairsOf(frame, stats, Math.floor(a), Math.floor(b));
  return [interpolate(below, a % 1), interpolate(above, b % 1)];
}

/** Interpolation from the nearer end, the form that numpy uses. */
function interpolate([a, b]: Pair, t: number): number {
  return t >= 0.5 ? b - (b - a) * (1 - t) : a + (b - a) * t;
}

/** The samples of two ranks (0 = smallest), each with the one after it. */
function pairsOf({ pixels }: Frame, stats: Statistics, first: number, second: number): [Pair, Pair] {
  const values = valueCounts.get(stats);
  if (values) {
    const pair = (rank: number): Pair => {
      const { bin, end } = within(values, rank, stats.finite);
      return [bin, end];
    };
    return [pair(first), pair(second)];
  }
  const { min, max } = stats;
  if (min === max) {
    return [
      [min, min],
      [min, min],
    ];
  }
  const wide = pixels instanceof Float32Array || pixels instanceof Uint32Array ? pixels : Uint32Array.from(pixels);
  const [a, b] = [wantedOf(wide, stats, first), wantedOf(wide, stats, second)];
  const pairs = wide instanceof Float32Array ? pairsSimd(wide, a, b) : null;
  if (pairs) return pairs;
  const kind = wide.constructor as { new (length: number): Wide };
  const samples = [new kind(a.size), new kind(b.size)] as const;
  collect(wide, a, samples[0], b, samples[1]);
  return [pairIn(samples[0], a), pairIn(samples[1], b)];
}

/** The bins that hold the sample of a rank and the next one, as an interval. */
function wantedOf(pixels: Wide, stats: Statistics, wanted: number): Wanted {
  const { bin, end, rank, size } = within(stats.counts, wanted, stats.finite);
  return { ...intervalOf(pixels, stats, bin, end), rank, size };
}

/** The values of the bins from `bin` to `end`. */
function intervalOf(pixels: Wide, { min, max }: Statistics, bin: number, end: number): Interval {
  const last = end === binCount - 1;
  const from = binEdge(min, max, bin);
  if (pixels instanceof Uint32Array) return { from, to: last ? max + 1 : binEdge(min, max, end + 1) };
  // The last bin holds max itself, but no infinite sample.
  return { from: ceilFloat(from), to: last ? floatOf(keyOf(max) + 1) : ceilFloat(binEdge(min, max, end + 1)) };
}

// hot loop
function collect(pixels: Wide, a: Interval, inA: Wide, b: Interval, inB: Wide): void {
  const [fromA, toA, fromB, toB] = [a.from, a.to, b.from, b.to];
  let countA = 0;
  let countB = 0;
  for (let i = 0; i < pixels.length; i++) {
    const v = pixels[i]!;
    if (v >= fromA && v < toA) inA[countA++] = v;
    if (v >= fromB && v < toB) inB[countB++] = v;
  }
}

function pairIn(samples: Wide, { rank, size }: Wanted): Pair {
  const sample = selector(samples);
  const first = sample(rank);
  return [first, rank + 1 < size ? sample(rank + 1) : first];
}
