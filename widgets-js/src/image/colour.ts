import { roundAt } from "./buckets.ts";
import { bitsOf } from "./floats.ts";
import type { Plan } from "./plan.ts";

/** Colours of u8 and u16 samples: one look-up each. */
// hot loop
export function colourSmall(out: Uint32Array, at: number, row: Uint8Array | Uint16Array, plan: Plan): void {
  const direct = plan.direct!;
  for (let i = 0; i < row.length; i++) out[at + i] = direct[row[i]!]!;
}

/** The JavaScript twin of the kernel `colour`. */
// hot loop
export function colourFloats(out: Uint32Array, at: number, row: Float32Array, plan: Plan): void {
  const { buckets, bad } = plan;
  if (!buckets) {
    byRule(out, at, row, plan);
    return;
  }
  const { key, offset, scale, first, last, table, thresholds, pairs } = buckets;
  for (let i = 0; i < row.length; i++) {
    const v = row[i]!;
    let u = Math.fround(v - offset);
    if (key) u = Math.fround(Math.max(bitsOf(u), first) - first);
    const x = Math.fround(u * scale);
    const word = table[Math.fround((x > last ? last : Math.max(x, 0)) + roundAt) & last]!;
    const colour = (word | 0) < 0 ? word : pairs[2 * word + +(v >= thresholds[word]!)]!;
    out[at + i] = Number.isNaN(v) ? bad : colour;
  }
}

/** Colours of u32 samples: whole numbers above 2^24 are compared as they are, only the bucket is found in float32. */
// hot loop
export function colourIntegers(out: Uint32Array, at: number, row: Uint32Array, plan: Plan): void {
  const { buckets } = plan;
  if (!buckets) {
    byRule(out, at, row, plan);
    return;
  }
  const { key, offset, scale, first, last, table, thresholds, pairs } = buckets;
  for (let i = 0; i < row.length; i++) {
    const v = row[i]!;
    let u = Math.fround(Math.max(v - offset, 0));
    if (key) u = Math.fround(Math.max(bitsOf(u), first) - first);
    const x = Math.fround(u * scale);
    const word = table[Math.fround((x > last ? last : Math.max(x, 0)) + roundAt) & last]!;
    out[at + i] = (word | 0) < 0 ? word : pairs[2 * word + +(v >= thresholds[word]!)]!;
  }
}

function byRule(out: Uint32Array, at: number, row: Float32Array | Uint32Array, plan: Plan): void {
  for (let i = 0; i < row.length; i++) {
    const v = row[i]!;
    out[at + i] = Number.isNaN(v) ? plan.bad : plan.colours[plan.index(v)]!;
  }
}
