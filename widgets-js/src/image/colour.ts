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
  const { key, offset, scale, first, last, thresholds, pairs } = buckets;
  for (let i = 0; i < row.length; i++) {
    const v = row[i]!;
    let u = Math.fround(v - offset);
    if (key) u = Math.fround(Math.max(bitsOf(u), first) - first);
    const x = Math.fround(u * scale);
    const bucket = x > last ? last : x > 0 ? x | 0 : 0;
    out[at + i] = Number.isNaN(v) ? bad : pairs[2 * bucket + +(v >= thresholds[bucket]!)]!;
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
  const { key, offset, scale, first, last, thresholds, pairs } = buckets;
  for (let i = 0; i < row.length; i++) {
    const v = row[i]!;
    let u = Math.fround(Math.max(v - offset, 0));
    if (key) u = Math.fround(Math.max(bitsOf(u), first) - first);
    const x = Math.fround(u * scale);
    const bucket = x > last ? last : x > 0 ? x | 0 : 0;
    out[at + i] = pairs[2 * bucket + +(v >= thresholds[bucket]!)]!;
  }
}

function byRule(out: Uint32Array, at: number, row: Float32Array | Uint32Array, plan: Plan): void {
  for (let i = 0; i < row.length; i++) {
    const v = row[i]!;
    out[at + i] = Number.isNaN(v) ? plan.bad : plan.colours[plan.index(v)]!;
  }
}
