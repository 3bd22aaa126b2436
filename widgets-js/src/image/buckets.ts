import { bitsOf } from "./floats.ts";
import type { Steps } from "./steps.ts";

/**
 * A table that finds the colour of a value without asking the rule. A cheap function that never falls sends each value
 * to a bucket. No bucket holds more than one step, and most hold none: their word in the table is the colour. The word
 * of the others is the number of the step: colour = v >= threshold ? colour from it on : colour below it.
 * All arithmetic is float32, so that both twins reach the same bucket:
 * u = v - offset; then x = u * scale, or with `key` (the bits of u, at least `first`, less `first`) * scale, which spaces
 * buckets like a logarithm and so keeps low counts apart. x is held in 0..last, and the bucket is the whole part of
 * x + 2^21 less 2^21.
 */
export interface Buckets {
  key: boolean;
  offset: number;
  scale: number;
  first: number;
  last: number;
  /** Colours, which are opaque and so have their highest bit set, and numbers of steps. */
  table: Uint32Array;
  /** Of each step. */
  thresholds: Float32Array | Uint32Array;
  /** Colour below and colour from the threshold on, step after step. */
  pairs: Uint32Array;
}

type Mapping = Pick<Buckets, "key" | "offset" | "scale" | "first" | "last">;

/** Few buckets keep the table in the nearest cache, many have few steps in them; the room for it in wasm/kernels.ts. */
const size = 8192;

/** Its sum with a bucket leaves two bits for the fraction: the sum is rounded in JavaScript as in the kernel. */
export const roundAt: number = 2 ** 21;

/** The bucket of one value, the slow way. `whole` marks uint32 samples, whose offset is subtracted before rounding. */
function bucketOf(v: number, m: Mapping, whole: boolean): number {
  const difference = Math.fround(whole ? Math.max(v - m.offset, 0) : v - m.offset);
  const u = m.key ? Math.fround(Math.max(bitsOf(difference), m.first) - m.first) : difference;
  const x = Math.fround(u * m.scale);
  return Math.fround((x > m.last ? m.last : Math.max(x, 0)) + roundAt) & m.last;
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
  const table = new Uint32Array(size);
  const thresholds = (whole ? Uint32Array : Float32Array).from(values);
  const pairs = new Uint32Array(2 * values.length);
  let colour = colours[0]!;
  let from = 0;
  values.forEach((value, step) => {
    const bucket = bucketOf(value, m, whole);
    table.fill(colour, from, bucket);
    table[bucket] = step;
    from = bucket + 1;
    pairs[2 * step] = colour;
    colour = colours[indices[step]!]!;
    pairs[2 * step + 1] = colour;
  });
  table.fill(colour, from);
  return { ...m, table, thresholds, pairs };
}
