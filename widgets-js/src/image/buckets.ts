import { bitsOf } from "./floats.ts";
import type { Steps } from "./steps.ts";

/**
 * A table that finds the colour of a value with one comparison. A cheap function that never falls sends each value to
 * a bucket, and no bucket holds more than one step: colour = v >= threshold ? colour from it on : colour below it.
 * All arithmetic is float32, so that both twins reach the same bucket:
 * u = v - offset; then u * scale, or with `key` (the bits of u, at least `first`, less `first`) * scale, which spaces
 * buckets like a logarithm and so keeps low counts apart.
 */
export interface Buckets {
  key: boolean;
  offset: number;
  scale: number;
  first: number;
  last: number;
  thresholds: Float32Array | Uint32Array;
  /** Colour below and colour from the threshold on, bucket after bucket. */
  pairs: Uint32Array;
}

type Mapping = Pick<Buckets, "key" | "offset" | "scale" | "first" | "last">;

const size = 4096;

/** The bucket of one value, the slow way. `whole` marks uint32 samples, whose offset is subtracted before rounding. */
function bucketOf(v: number, m: Mapping, whole: boolean): number {
  const difference = Math.fround(whole ? Math.max(v - m.offset, 0) : v - m.offset);
  const u = m.key ? Math.fround(Math.max(bitsOf(difference), m.first) - m.first) : difference;
  const x = Math.fround(u * m.scale);
  return x > m.last ? m.last : x > 0 ? Math.trunc(x) : 0;
}

function mapping(key: boolean, offset: number, values: readonly number[]): Mapping {
  const from = values[0]!;
  const to = values[values.length - 1]!;
  const first = key ? Math.max(bitsOf(from - offset), 0) : 0;
  const width = key ? bitsOf(to - offset) - first : to - from;
  return { key, offset, scale: width > 0 ? Math.fround((size - 1) / width) : 0, first, last: size - 1 };
}

/**
 * Tries even buckets, then bit-spaced ones from 0 and from `base` (where a log scale starts), and gives the first that
 * keep the steps apart; null when none does, which takes a window almost as narrow as the spacing of the samples.
 */
export function bucketsOf(steps: Steps, colours: Uint32Array, base: number, whole: boolean): Buckets | null {
  const { values } = steps;
  if (values.length === 0) return fill(steps, colours, mapping(false, 0, [0]), whole);
  const candidates = [mapping(false, values[0]!, values), mapping(true, 0, values)];
  if (base !== 0 && !whole) candidates.push(mapping(true, Math.fround(base), values));
  const fitting = candidates.find((candidate) => keepsApart(candidate, values, whole));
  return fitting ? fill(steps, colours, fitting, whole) : null;
}

function keepsApart(candidate: Mapping, values: readonly number[], whole: boolean): boolean {
  let before = -1;
  for (const value of values) {
    const bucket = bucketOf(value, candidate, whole);
    if (bucket <= before) return false;
    before = bucket;
  }
  return true;
}

function fill({ values, indices }: Steps, colours: Uint32Array, m: Mapping, whole: boolean): Buckets {
  const thresholds = whole ? new Uint32Array(size) : new Float32Array(size);
  const pairs = new Uint32Array(2 * size);
  let step = 0;
  let colour = colours[0]!;
  let at = values.length > 0 ? bucketOf(values[0]!, m, whole) : size;
  for (let bucket = 0; bucket < size; bucket++) {
    pairs[2 * bucket] = colour;
    if (bucket === at) {
      thresholds[bucket] = values[step]!;
      colour = colours[indices[step]!]!;
      step++;
      at = step < values.length ? bucketOf(values[step]!, m, whole) : size;
    }
    pairs[2 * bucket + 1] = colour;
  }
  return { ...m, thresholds, pairs };
}
