import { valueCounts } from "./analyze.ts";
import { binCount, binEdge } from "./bins.ts";
import { ceilFloat, floatOf, keyOf } from "./floats.ts";
import { selector } from "./select.ts";
import { collectSimd } from "./simd.ts";
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
  const ordered = orderOf(frame, stats);
  const at = (percent: number): number => {
    if (stats.finite === 0) return Number.NaN;
    const last = stats.finite - 1;
    const rank = Math.min(Math.max((percent / 100) * last, 0), last);
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

/** Returns a function from rank (0 = smallest) to sample. */
function orderOf(frame: Frame, stats: Statistics): (rank: number) => number {
  const { pixels } = frame;
  const values = valueCounts.get(stats);
  if (values) return (rank) => placeOf(values, rank).bin;
  if (stats.min === stats.max) return () => stats.min;
  const wide = pixels instanceof Float32Array || pixels instanceof Uint32Array ? pixels : Uint32Array.from(pixels);
  let bin = -1;
  let sorted: (rank: number) => number = () => Number.NaN;
  return (rank) => {
    const found = placeOf(stats.counts, rank);
    if (found.bin !== bin) {
      bin = found.bin;
      sorted = selector(samplesOf(wide, stats, bin));
    }
    return sorted(found.rank);
  };
}

/** The bin that holds a rank, and the rank within it. */
function placeOf(counts: Uint32Array, rank: number): { bin: number; rank: number } {
  let bin = 0;
  let left = rank;
  while (bin < counts.length - 1 && left >= counts[bin]!) left -= counts[bin++]!;
  return { bin, rank: left };
}

/** The samples of one bin, in the order of the frame. */
function samplesOf(pixels: Wide, { min, max, counts }: Statistics, bin: number): Wide {
  const last = bin === binCount - 1;
  if (pixels instanceof Uint32Array) {
    const high = last ? max + 1 : binEdge(min, max, bin + 1);
    return collect(pixels, binEdge(min, max, bin), high, new Uint32Array(counts[bin]!));
  }
  const low = ceilFloat(binEdge(min, max, bin));
  // The last bin holds max itself, but no infinite sample.
  const high = last ? floatOf(keyOf(max) + 1) : ceilFloat(binEdge(min, max, bin + 1));
  return collectSimd(pixels, low, high) ?? collect(pixels, low, high, new Float32Array(counts[bin]!));
}

// hot loop
function collect<T extends Wide>(pixels: T, low: number, high: number, to: T): T {
  let count = 0;
  for (let i = 0; i < pixels.length; i++) {
    const v = pixels[i]!;
    if (v >= low && v < high) to[count++] = v;
  }
  return to;
}
