// AssemblyScript: the SIMD twin of the loops in src/image. Addresses are bytes in linear memory, which JavaScript lays
// out (src/image/wasm.ts). Every kernel gives the same result as its JavaScript twin, bit for bit; sums excepted, which
// may differ in their last digits because four lanes add in another order.

const BINS: i32 = 4096;
/// Partial histograms: 8 counters beside each other for each bin, so that equal neighbours do not wait for each other.
const LANES: usize = 8;
const LANE_SHIFT: i32 = 5;

// These areas have fixed addresses, because an address in the instruction costs nothing. JavaScript reads them here.
export const PARTIALS: usize = 40960;
/// Colour of each bucket, or the number of its step in a word without opacity.
export const TABLE: usize = 172032;
/// Steps, 16 bytes each: f32 value, u32 colour below it, u32 colour from it on.
export const STEPS: usize = 204800;
/// Everything from here on is free.
export const FRAME: usize = 208896;

// Never changed. As constants they would be made anew in every round of a loop, as variables they stay in registers.
/// Half a bin from either end the estimate needs no look at the edges, and data often have many values there.
export let firstBin: f32 = 0.5;
export let lastBin: f32 = <f32>BINS - 0.5;
/// The sum of an estimate and this has the bin in its bits, at the place of a byte offset into the partial histograms.
/// Half the spacing of floats there is taken off, because a sum is rounded to the nearest.
export let binMagic: f32 = 262144 - 0.015625;
export let binMask: i32 = (BINS - 1) << LANE_SHIFT;
/// The square of the distance to a whole number at which an estimate may be wrong.
export let binNear: f32 = 0.001 * 0.001;
/// Leaves a bucket in the bits of the sum, at the place of a byte offset into the table; rounds to quarters.
export let bucketMagic: f32 = 2097152;

/// Takes n values (a multiple of 4) into the running figures at `out`, two or four lanes each: f32 minimum and maximum
/// (NaN skipped), bits that are all 0 as long as every value was finite, f64 sum of v - shift and of (v - shift)^2 (NaN
/// skipped), i32 number of NaN. `bounds` receives minimum and maximum of these n values alone.
// hot loop
export function figures(p: usize, n: i32, shift: f32, out: usize, bounds: usize): void {
  let low = f32x4.splat(Infinity);
  let high = f32x4.splat(-Infinity);
  let odd = i32x4.splat(0);
  let sum = f64x2.splat(0);
  let sum2 = sum;
  let square = sum;
  let square2 = sum;
  const start = f64x2.splat(<f64>shift);
  const end = p + ((<usize>n) << 2);
  for (let q = p; q < end; q += 16) {
    const v = v128.load(q);
    low = f32x4.pmin(low, v);
    high = f32x4.pmax(high, v);
    // v - v is +0 for a finite value, else NaN.
    odd = v128.or(odd, f32x4.sub(v, v));
    const a = f64x2.sub(f64x2.promote_low_f32x4(v), start);
    const b = f64x2.sub(f64x2.promote_low_f32x4(v128.load64_zero(q, 8)), start);
    sum = f64x2.add(sum, a);
    sum2 = f64x2.add(sum2, b);
    square = f64x2.add(square, f64x2.mul(a, a));
    square2 = f64x2.add(square2, f64x2.mul(b, b));
  }
  store<f32>(bounds, fold(low, false));
  store<f32>(bounds, fold(high, true), 4);
  v128.store(out, f32x4.pmin(v128.load(out), low));
  v128.store(out, f32x4.pmax(v128.load(out, 16), high), 16);
  if (v128.any_true(odd)) {
    v128.store(out, v128.or(v128.load(out, 32), odd), 32);
    sumNumbers(p, end, shift, out);
    return;
  }
  v128.store(out, f64x2.add(v128.load(out, 48), f64x2.add(sum, sum2)), 48);
  v128.store(out, f64x2.add(v128.load(out, 64), f64x2.add(square, square2)), 64);
}

function fold(v: v128, high: bool): f32 {
  const a = f32x4.extract_lane(v, 0);
  const b = f32x4.extract_lane(v, 1);
  const c = f32x4.extract_lane(v, 2);
  const d = f32x4.extract_lane(v, 3);
  return high ? max(max(a, b), max(c, d)) : min(min(a, b), min(c, d));
}

/// The sums and the number of NaN where there are some.
// hot loop
function sumNumbers(p: usize, end: usize, shift: f32, out: usize): void {
  const start = f32x4.splat(shift);
  const dstart = f64x2.splat(<f64>shift);
  let sum = v128.load(out, 48);
  let square = v128.load(out, 64);
  let nan = v128.load(out, 80);
  for (; p < end; p += 16) {
    const v = v128.load(p);
    const isNan = f32x4.ne(v, v);
    nan = i32x4.sub(nan, isNan);
    // NaN becomes shift, which adds nothing.
    const w = v128.bitselect(start, v, isNan);
    const a = f64x2.sub(f64x2.promote_low_f32x4(w), dstart);
    const b = f64x2.sub(f64x2.promote_low_f32x4(i64x2.shuffle(w, w, 1, 0)), dstart);
    sum = f64x2.add(sum, f64x2.add(a, b));
    square = f64x2.add(square, f64x2.add(f64x2.mul(a, a), f64x2.mul(b, b)));
  }
  v128.store(out, sum, 48);
  v128.store(out, square, 64);
  v128.store(out, nan, 80);
}

/// Counts n values (a multiple of 8, none infinite) into 4096 bins at h. `edges` holds the smallest f32 of each bin, and
/// +Infinity after the last. The estimate (v - low) * scale is within 0.001 bins, so the edges are asked only close to a
/// whole number. NaN counts in bin 0.
// hot loop
export function histogram(p: usize, n: i32, low: f32, scale: f32, edges: usize, h: usize): void {
  const vlow = f32x4.splat(low);
  const vscale = f32x4.splat(scale);
  const first = f32x4.splat(firstBin);
  const last = f32x4.splat(lastBin);
  const magic = f32x4.splat(binMagic);
  const bin = i32x4.splat(binMask);
  const near = f32x4.splat(binNear);
  memory.fill(PARTIALS, 0, (<usize>BINS) << LANE_SHIFT);
  const end = p + ((<usize>n) << 2);
  for (let q = p; q < end; q += 32) {
    const v = v128.load(q);
    const w = v128.load(q, 16);
    const x = f32x4.pmin(last, f32x4.pmax(first, f32x4.mul(f32x4.sub(v, vlow), vscale)));
    const y = f32x4.pmin(last, f32x4.pmax(first, f32x4.mul(f32x4.sub(w, vlow), vscale)));
    let i = v128.and(f32x4.add(x, magic), bin);
    let j = v128.and(f32x4.add(y, magic), bin);
    const dx = f32x4.sub(x, f32x4.nearest(x));
    const dy = f32x4.sub(y, f32x4.nearest(y));
    if (v128.any_true(f32x4.lt(f32x4.pmin(f32x4.mul(dx, dx), f32x4.mul(dy, dy)), near))) {
      i = exactBins(v, i, edges);
      j = exactBins(w, j, edges);
    }
    let a: usize = i32x4.extract_lane(i, 0);
    store<u32>(a, load<u32>(a, PARTIALS) + 1, PARTIALS);
    a = i32x4.extract_lane(i, 1);
    store<u32>(a, load<u32>(a, PARTIALS + 4) + 1, PARTIALS + 4);
    a = i32x4.extract_lane(i, 2);
    store<u32>(a, load<u32>(a, PARTIALS + 8) + 1, PARTIALS + 8);
    a = i32x4.extract_lane(i, 3);
    store<u32>(a, load<u32>(a, PARTIALS + 12) + 1, PARTIALS + 12);
    a = i32x4.extract_lane(j, 0);
    store<u32>(a, load<u32>(a, PARTIALS + 16) + 1, PARTIALS + 16);
    a = i32x4.extract_lane(j, 1);
    store<u32>(a, load<u32>(a, PARTIALS + 20) + 1, PARTIALS + 20);
    a = i32x4.extract_lane(j, 2);
    store<u32>(a, load<u32>(a, PARTIALS + 24) + 1, PARTIALS + 24);
    a = i32x4.extract_lane(j, 3);
    store<u32>(a, load<u32>(a, PARTIALS + 28) + 1, PARTIALS + 28);
  }
  for (let from = PARTIALS; from < PARTIALS + ((<usize>BINS) << LANE_SHIFT); from += LANES << 2, h += 4) {
    store<u32>(h, total(i32x4.add(v128.load(from), v128.load(from, 16))));
  }
}

function total(v: v128): i32 {
  return i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3);
}

/// The estimates of four values, as byte offsets, made exact.
function exactBins(v: v128, i: v128, edges: usize): v128 {
  const k = i32x4.shr_u(i, LANE_SHIFT);
  let bin = i32x4.splat(exactBin(f32x4.extract_lane(v, 0), i32x4.extract_lane(k, 0), edges));
  bin = i32x4.replace_lane(bin, 1, exactBin(f32x4.extract_lane(v, 1), i32x4.extract_lane(k, 1), edges));
  bin = i32x4.replace_lane(bin, 2, exactBin(f32x4.extract_lane(v, 2), i32x4.extract_lane(k, 2), edges));
  bin = i32x4.replace_lane(bin, 3, exactBin(f32x4.extract_lane(v, 3), i32x4.extract_lane(k, 3), edges));
  return i32x4.shl(bin, LANE_SHIFT);
}

function exactBin(v: f32, i: i32, edges: usize): i32 {
  const e = edges + ((<usize>i) << 2);
  return i - <i32>(v < load<f32>(e)) + <i32>(v >= load<f32>(e, 4));
}

/// Counts n values of from <= v < to, which are the keys first, first + 1, ... of src/image/floats.ts, by
/// (key - first) >> shift at h, which is all 0 before. Both zeros have the key 0.
// hot loop
export function countKeys(p: usize, n: i32, from: f32, to: f32, first: i32, shift: i32, h: usize): void {
  const end = p + ((<usize>n) << 2);
  for (let q = p; q < end; q += 4) {
    const v = load<f32>(q);
    if (!(v >= from && v < to)) continue;
    const bits = reinterpret<i32>(v + 0);
    const key = bits ^ ((bits >> 31) & 0x7fffffff);
    const a = h + ((<usize>(<u32>(key - first) >> shift)) << 2);
    store<u32>(a, load<u32>(a) + 1);
  }
}

/// Copies the values of low <= v < high or low2 <= v < high2 to `to`, in order, and returns their number. `n` is a
/// multiple of 4.
// hot loop
export function collect(p: usize, n: i32, low: f32, high: f32, low2: f32, high2: f32, to: usize): i32 {
  const vlow = f32x4.splat(low);
  const vhigh = f32x4.splat(high);
  const vlow2 = f32x4.splat(low2);
  const vhigh2 = f32x4.splat(high2);
  const end = p + ((<usize>n) << 2);
  let t = to;
  for (let q = p; q < end; q += 16) {
    const v = v128.load(q);
    const one = v128.and(f32x4.ge(v, vlow), f32x4.lt(v, vhigh));
    const mask = i32x4.bitmask(v128.or(one, v128.and(f32x4.ge(v, vlow2), f32x4.lt(v, vhigh2))));
    if (mask == 0) continue;
    store<f32>(t, f32x4.extract_lane(v, 0));
    t += (mask & 1) << 2;
    store<f32>(t, f32x4.extract_lane(v, 1));
    t += (mask & 2) << 1;
    store<f32>(t, f32x4.extract_lane(v, 2));
    t += mask & 4;
    store<f32>(t, f32x4.extract_lane(v, 3));
    t += (mask & 8) >> 1;
  }
  return <i32>((t - to) >> 2);
}

/// The maximum of `rows` image rows, column by column, NaN skipped; -Infinity where all are NaN. `n` is rounded up to 16.
// hot loop
export function maxRows(p: usize, stride: usize, rows: i32, n: i32, to: usize): void {
  const lowest = f32x4.splat(-Infinity);
  const end = p + ((<usize>((n + 15) & ~15)) << 2);
  for (; p < end; p += 64, to += 64) {
    let a = f32x4.pmax(lowest, v128.load(p));
    let b = f32x4.pmax(lowest, v128.load(p, 16));
    let c = f32x4.pmax(lowest, v128.load(p, 32));
    let d = f32x4.pmax(lowest, v128.load(p, 48));
    let q = p;
    for (let y = 1; y < rows; y++) {
      q += stride;
      a = f32x4.pmax(a, v128.load(q));
      b = f32x4.pmax(b, v128.load(q, 16));
      c = f32x4.pmax(c, v128.load(q, 32));
      d = f32x4.pmax(d, v128.load(q, 48));
    }
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
  }
}

/// row[x] = the maximum of row[x] to row[x + width - 1]; width is a power of 2. Reads 4 * width bytes past the row.
// hot loop
export function maxWindows(row: usize, n: i32, width: i32): void {
  const end = row + ((<usize>((n + 3) & ~3)) << 2);
  for (let half: usize = 4; half < (<usize>width) << 2; half <<= 1) {
    for (let q = row; q < end; q += 16) v128.store(q, f32x4.pmax(v128.load(q), v128.load(q + half)));
  }
}

/// The colours of n screen pixels (rounded up to a multiple of 4): each shows the larger of two values of `row`, whose
/// byte offsets `spans` holds, four of the first and four of the second in turns. Two windows that overlap cover a span;
/// where there is one value to show, both are the same. The bucket is (v - offset) * scale, or with `key` the bits of
/// (v - offset) less `first`, times scale. The colour `bad` is for NaN if `odd` is 1 or 2, for -Infinity if it is 2.
/// `list` has room for 32 bytes for every four pixels.
// hot loop
export function colour(
  row: usize,
  spans: usize,
  n: i32,
  key: bool,
  offset: f32,
  scale: f32,
  first: i32,
  last: f32,
  odd: i32,
  bad: u32,
  to: usize,
  list: usize,
): void {
  const voffset = f32x4.splat(offset);
  const vscale = f32x4.splat(scale);
  const vfirst = i32x4.splat(first);
  const vlast = f32x4.splat(last);
  const zero = f32x4.splat(0);
  const magic = f32x4.splat(bucketMagic);
  const mask = i32x4.splat((<i32>last) << 2);
  const end = to + ((<usize>((n + 3) & ~3)) << 2);
  let entry = list;
  for (; to < end; to += 16, spans += 32) {
    let v = v128.load32_zero(row + <usize>load<u32>(spans));
    v = v128.load32_lane(row + <usize>load<u32>(spans, 4), v, 1);
    v = v128.load32_lane(row + <usize>load<u32>(spans, 8), v, 2);
    v = v128.load32_lane(row + <usize>load<u32>(spans, 12), v, 3);
    let w = v128.load32_zero(row + <usize>load<u32>(spans, 16));
    w = v128.load32_lane(row + <usize>load<u32>(spans, 20), w, 1);
    w = v128.load32_lane(row + <usize>load<u32>(spans, 24), w, 2);
    w = v128.load32_lane(row + <usize>load<u32>(spans, 28), w, 3);
    v = f32x4.pmax(v, w);
    let u = f32x4.sub(v, voffset);
    if (key) u = f32x4.convert_i32x4_s(i32x4.sub(i32x4.max_s(u, vfirst), vfirst));
    const x = f32x4.pmin(vlast, f32x4.pmax(zero, f32x4.mul(u, vscale)));
    const i = v128.and(f32x4.add(x, magic), mask);
    const a = load<u32>(<usize>i32x4.extract_lane(i, 0), TABLE);
    const b = load<u32>(<usize>i32x4.extract_lane(i, 1), TABLE);
    const c = load<u32>(<usize>i32x4.extract_lane(i, 2), TABLE);
    const d = load<u32>(<usize>i32x4.extract_lane(i, 3), TABLE);
    store<u32>(to, a);
    store<u32>(to, b, 4);
    store<u32>(to, c, 8);
    store<u32>(to, d, 12);
    store<u32>(entry, a & b & c & d);
    store<u32>(entry, to, 4);
    v128.store(entry, v, 16);
    entry += 32;
    if (odd) {
      let isBad = f32x4.ne(v, v);
      if (odd > 1) isBad = v128.or(isBad, f32x4.eq(v, f32x4.splat(-Infinity)));
      if (v128.any_true(isBad)) v128.store(to, v128.bitselect(i32x4.splat(bad), v128.load(to), isBad));
    }
  }
  // The entries with a step are moved to the front without a branch: where steps are is as good as random.
  let open = list;
  for (let from = list; from < entry; from += 32) {
    store<u32>(open, from, 8);
    open += (<u32>~load<u32>(from) >> 31) << 5;
  }
  for (let at = list; at < open; at += 32) {
    const from = <usize>load<u32>(at, 8);
    const pixel = <usize>load<u32>(from, 4);
    exactColour(pixel, from + 16);
    exactColour(pixel + 4, from + 20);
    exactColour(pixel + 8, from + 24);
    exactColour(pixel + 12, from + 28);
  }
}

/// Puts the colour of the value at p in the place of a word without opacity, which is the number of a step.
function exactColour(to: usize, p: usize): void {
  const word = load<u32>(to);
  const step = STEPS + ((<usize>(word & 255)) << 4);
  const colour = load<u32>(step + ((<usize>(load<f32>(p) >= load<f32>(step))) << 2), 4);
  store<u32>(to, select<u32>(word, colour, <i32>word < 0));
}
