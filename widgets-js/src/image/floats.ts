const floats = new Float32Array(1);
const bits = new Int32Array(floats.buffer);

/** Whole numbers in the order of the float32 values: neighbours differ by 1. NaN lies beyond +Infinity. */
export function keyOf(v: number): number {
  floats[0] = v;
  const b = bits[0]!;
  return b < 0 ? b ^ 0x7fffffff : b;
}

/** The float32 value of a key. */
export function floatOf(key: number): number {
  bits[0] = key < 0 ? key ^ 0x7fffffff : key;
  return floats[0]!;
}

/** The bits of a float32 as a signed number; orders values from +0 upwards. */
export function bitsOf(v: number): number {
  floats[0] = v;
  return bits[0]!;
}

/** The smallest float32 that is not below x. */
export function ceilFloat(x: number): number {
  const near = Math.fround(x);
  return near < x ? floatOf(keyOf(near) + 1) : near;
}
