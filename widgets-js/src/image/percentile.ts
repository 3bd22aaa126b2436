import { valueCounts } from "./analyze.ts";
import { binCount, binEdge } from "./bins.ts";
import { ceilFloat, floatOf, keyOf } from "./floats.ts";
import { selector } from "./select.ts";
import { collectSimd, type Interval } from "./simd.ts";
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
  const ranks = [Math.floor(rankOf(lowPercent)), Math.floor(rankOf(highPercent))] as const;
  const ordered = orderOf(frame, stats, [Math.min(...ranks), Math.max(...ranks)]);
  const at = (percent: number): number => {
    const rank = rankOf(percent);
    const below = Math.floor(rank);
    const a = ordered(below);
    return interpolate(a, below < last ? ordered(below + 1) : a, rank - below);
  };
  return [at(lowPercent), at(highPercent)];
}

/** Interpolation from the nearer end, the form that numpy uses. */
function interpolate(a: number, b: number, t: number): number {
  return t >= 0.5 ? b - (b - a) * (1 - t) : a + (b - a) * t;
}

/** Returns a function from rank (0 = smallest) to sample; `likely` are the ranks whose bins are worth fetching at once. */
function orderOf(frame: Frame, stats: Statistics, likely: [number, number]): (rank: number) => number {
  const { pixels } = frame;
  const values = valueCounts.get(stats);
  if (values) return (rank) => placeOf(values, rank).bin;
  if (stats.min === stats.max) return () => stats.min;
  const wide = pixels instanceof Float32Array || pixels instanceof Uint32Array ? pixels : Uint32Array.from(pixels);
  const bins = new Map<number, (rank: number) => number>();
  const fetch = (a: number, b: number): void => {
    samplesOf(wide, stats, a, b).forEach((samples, i) => {
      bins.set(i === 0 ? a : b, selector(samples));
    });
  };
  fetch(placeOf(stats.counts, likely[0]).bin, placeOf(stats.counts, likely[1]).bin);
  return (rank) => {
    const { bin, rank: inBin } = placeOf(stats.counts, rank);
    if (!bins.has(bin)) fetch(bin, bin);
    return bins.get(bin)!(inBin);
  };
}

/** The bin that holds a rank, and the rank within it. */
function placeOf(counts: Uint32Array, rank: number): { bin: number; rank: number } {
  let bin = 0;
  let left = rank;
  while (bin < counts.length - 1 && left >= counts[bin]!) left -= counts[bin++]!;
  return { bin, rank: left };
}

/** The samples of two bins, a <= b, in one pass; of one where they are the same. */
function samplesOf(pixels: Wide, stats: Statistics, a: number, b: number): Wide[] {
  const [first, second] = [intervalOf(pixels, stats, a), intervalOf(pixels, stats, b)];
  const both = pixels instanceof Float32Array ? (collectSimd(pixels, first, second) ?? pixels) : pixels;
  const kind = pixels.constructor as { new (length: number): Wide };
  const samples = collect(both, first, new kind(stats.counts[a]!));
  return a === b ? [samples] : [samples, collect(both, second, new kind(stats.counts[b]!))];
}

/** The values of a bin. */
function intervalOf(pixels: Wide, { min, max }: Statistics, bin: number): Interval {
  const last = bin === binCount - 1;
  const from = binEdge(min, max, bin);
  if (pixels instanceof Uint32Array) return { from, to: last ? max + 1 : binEdge(min, max, bin + 1) };
  // The last bin holds max itself, but no infinite sample.
  return { from: ceilFloat(from), to: last ? floatOf(keyOf(max) + 1) : ceilFloat(binEdge(min, max, bin + 1)) };
}

// hot loop
function collect(pixels: Wide, { from, to }: Interval, samples: Wide): Wide {
  let count = 0;
  for (let i = 0; i < pixels.length; i++) {
    const v = pixels[i]!;
    if (v >= from && v < to) samples[count++] = v;
  }
  return samples;
}
