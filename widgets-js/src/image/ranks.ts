/** The sample of a rank and the one after it; the same one twice where there is none after it. */
export type Pair = [number, number];

/** The values from <= v < to. */
export interface Interval {
  from: number;
  to: number;
}

/** An interval that holds a wanted pair: the rank of its first sample within the interval, and how many are in there. */
export interface Wanted extends Interval {
  rank: number;
  size: number;
}

/** Bins that hold a pair. */
export interface Place {
  bin: number;
  /** The bin of the second sample: `bin` itself or the next one that is not empty. */
  end: number;
  /** The rank of the first sample within these bins. */
  rank: number;
  /** Samples in these bins. */
  size: number;
}

/** Where the sample of a rank (0 = smallest) and the one after it lie, in bins with `total` samples. */
export function within(counts: Uint32Array, rank: number, total: number): Place {
  let bin = 0;
  let left = rank;
  while (left >= counts[bin]!) left -= counts[bin++]!;
  let end = bin;
  let size = counts[bin]!;
  if (left === size - 1 && rank < total - 1) {
    do end++;
    while (counts[end] === 0);
    size += counts[end]!;
  }
  return { bin, end, rank: left, size };
}
