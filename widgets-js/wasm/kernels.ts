// AssemblyScript: the SIMD twin of the loops in src/image. Addresses are bytes in linear memory, which JavaScript lays
// out (src/image/wasm.ts). Every kernel gives the same result as its JavaScript twin, bit for bit; sums excepted, which
// may differ in their last digits because four lanes add in another order.

const BINS: i32 = 4096;
const BYTES: usize = (<usize>BINS) << 2;

/// Minimum and maximum (NaN skipped), number of finite and of NaN values, sums of v - shift and (v - shift)^2 over the
/// values that are not NaN. `out` receives f32 min, f32 max, i32 finite, i32 nan, f64 sum, f64 sum of squares. `n` is a
/// multiple of 4.
// hot loop
export function stats(p: usize, n: i32, shift: f32, out: usize): void {
  let low = f32x4.splat(Infinity);
  let high = f32x4.splat(-Infinity);
  let finite = i32x4.splat(0);
  let nan = i32x4.splat(0);
  let sum = f64x2.splat(0);
  let square = f64x2.splat(0);
  const zero = f32x4.splat(0);
  const start = f32x4.splat(shift);
  const dstart = f64x2.splat(<f64>shift);
  const end = p + ((<usize>n) << 2);
  for (let q = p; q < end; q += 16) {
    const v = v128.load(q);
    low = f32x4.pmin(low, v);
    high = f32x4.pmax(high, v);
    // v - v is 0 for a finite value, NaN for an infinite one.
    finite = i32x4.sub(finite, f32x4.eq(f32x4.sub(v, v), zero));
    const isNan = f32x4.ne(v, v);
    nan = i32x4.sub(nan, isNan);
    // NaN becomes shift, which adds nothing.
    const w = v128.bitselect(start, v, isNan);
    const a = f64x2.sub(f64x2.promote_low_f32x4(w), dstart);
    const b = f64x2.sub(f64x2.promote_low_f32x4(i64x2.shuffle(w, w, 1, 0)), dstart);
    sum = f64x2.add(sum, f64x2.add(a, b));
    square = f64x2.add(square, f64x2.add(f64x2.mul(a, a), f64x2.mul(b, b)));
  }
  store<f32>(out, fold(low, false));
  store<f32>(out, fold(high, true), 4);
  store<i32>(out, total(finite), 8);
  store<i32>(out, total(nan), 12);
  store<f64>(out, f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1), 16);
  store<f64>(out, f64x2.extract_lane(square, 0) + f64x2.extract_lane(square, 1), 24);
}

function fold(v: v128, high: bool): f32 {
  const a = f32x4.extract_lane(v, 0);
  const b = f32x4.extract_lane(v, 1);
  const c = f32x4.extract_lane(v, 2);
  const d = f32x4.extract_lane(v, 3);
  return high ? max(max(a, b), max(c, d)) : min(min(a, b), min(c, d));
}

function total(v: v128): i32 {
  return i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3);
}

/// Counts n values (a multiple of 4) into 4096 bins at h, which has room for four partial histograms. `edges` holds
/// the smallest f32 of each bin, and +Infinity after the last. The estimate (v - low) * scale is within 0.001 bins, so
/// the edges are asked only close to a whole number. NaN counts in bin 0.
// hot loop
export function histogram(p: usize, n: i32, low: f32, scale: f32, edges: usize, h: usize): void {
  const vlow = f32x4.splat(low);
  const vscale = f32x4.splat(scale);
  const zero = i32x4.splat(0);
  const top = i32x4.splat(BINS - 1);
  const near = f32x4.splat(0.001);
  const h1 = h + BYTES;
  const h2 = h1 + BYTES;
  const h3 = h2 + BYTES;
  memory.fill(h, 0, BYTES << 2);
  const end = p + ((<usize>n) << 2);
  for (let q = p; q < end; q += 16) {
    const v = v128.load(q);
    const x = f32x4.mul(f32x4.sub(v, vlow), vscale);
    const i = i32x4.max_s(zero, i32x4.min_s(top, i32x4.trunc_sat_f32x4_s(x)));
    let i0 = i32x4.extract_lane(i, 0);
    let i1 = i32x4.extract_lane(i, 1);
    let i2 = i32x4.extract_lane(i, 2);
    let i3 = i32x4.extract_lane(i, 3);
    if (v128.any_true(f32x4.lt(f32x4.abs(f32x4.sub(x, f32x4.nearest(x))), near))) {
      i0 = exactBin(f32x4.extract_lane(v, 0), i0, edges);
      i1 = exactBin(f32x4.extract_lane(v, 1), i1, edges);
      i2 = exactBin(f32x4.extract_lane(v, 2), i2, edges);
      i3 = exactBin(f32x4.extract_lane(v, 3), i3, edges);
    }
    const a = h + ((<usize>i0) << 2);
    const b = h1 + ((<usize>i1) << 2);
    const c = h2 + ((<usize>i2) << 2);
    const d = h3 + ((<usize>i3) << 2);
    store<u32>(a, load<u32>(a) + 1);
    store<u32>(b, load<u32>(b) + 1);
    store<u32>(c, load<u32>(c) + 1);
    store<u32>(d, load<u32>(d) + 1);
  }
  for (let i: usize = 0; i < BYTES; i += 16) {
    const ab = i32x4.add(v128.load(h + i), v128.load(h1 + i));
    v128.store(h + i, i32x4.add(ab, i32x4.add(v128.load(h2 + i), v128.load(h3 + i))));
  }
}

function exactBin(v: f32, i: i32, edges: usize): i32 {
  const e = edges + ((<usize>i) << 2);
  return i - <i32>(v < load<f32>(e)) + <i32>(v >= load<f32>(e, 4));
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

/// to[i] = row[columns[i]].
// hot loop
export function nearest(row: usize, columns: usize, n: i32, to: usize): void {
  const end = to + ((<usize>n) << 2);
  for (; to < end; to += 4, columns += 4) store<u32>(to, load<u32>(row + ((<usize>load<u32>(columns)) << 2)));
}

/// The maximum of `rows` image rows, column by column, NaN skipped; -Infinity where all are NaN. `n` is rounded up to 4.
// hot loop
export function maxRows(p: usize, stride: usize, rows: i32, n: i32, to: usize): void {
  const bytes = (<usize>((n + 3) & ~3)) << 2;
  const lowest = f32x4.splat(-Infinity);
  for (let x: usize = 0; x < bytes; x += 16) {
    let m = lowest;
    let q = p + x;
    for (let y = 0; y < rows; y++, q += stride) m = f32x4.pmax(m, v128.load(q));
    v128.store(to + x, m);
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

/// to[i] = the maximum of row[starts[i]] to row[starts[i + 1] - 1], NaN where that is -Infinity. `row` comes from
/// maxWindows with a width that no span is shorter than and none longer than twice: two windows cover a span. Four at a
/// time, though each is loaded alone: a vector maximum has no branch to guess wrong. `n` is rounded up to 4.
// hot loop
export function maxSpans(row: usize, starts: usize, n: i32, width: i32, to: usize): void {
  const end = to + ((<usize>((n + 3) & ~3)) << 2);
  const back = row - ((<usize>width) << 2);
  const lowest = f32x4.splat(-Infinity);
  const bad = f32x4.splat(NaN);
  for (; to < end; to += 16, starts += 16) {
    const at = i32x4.shl(v128.load(starts), 2);
    const next = i32x4.shl(v128.load(starts, 4), 2);
    let a = v128.load32_zero(row + <usize>i32x4.extract_lane(at, 0));
    a = v128.load32_lane(row + <usize>i32x4.extract_lane(at, 1), a, 1);
    a = v128.load32_lane(row + <usize>i32x4.extract_lane(at, 2), a, 2);
    a = v128.load32_lane(row + <usize>i32x4.extract_lane(at, 3), a, 3);
    let b = v128.load32_zero(back + <usize>i32x4.extract_lane(next, 0));
    b = v128.load32_lane(back + <usize>i32x4.extract_lane(next, 1), b, 1);
    b = v128.load32_lane(back + <usize>i32x4.extract_lane(next, 2), b, 2);
    b = v128.load32_lane(back + <usize>i32x4.extract_lane(next, 3), b, 3);
    const m = f32x4.pmax(a, b);
    v128.store(to, v128.bitselect(bad, m, f32x4.eq(m, lowest)));
  }
}

/// Colours n values (rounded up to a multiple of 4). Table entry: f32 threshold, u32 colour below it, u32 colour from
/// it on. The bucket is (v - offset) * scale, or with `key` the bits of (v - offset) less `first`, times scale.
// hot loop
export function colour(
  p: usize,
  n: i32,
  key: bool,
  offset: f32,
  scale: f32,
  first: i32,
  last: i32,
  table: usize,
  bad: u32,
  to: usize,
): void {
  const voffset = f32x4.splat(offset);
  const vscale = f32x4.splat(scale);
  const vfirst = i32x4.splat(first);
  const vlast = i32x4.splat(last);
  const zero = i32x4.splat(0);
  const vbad = i32x4.splat(bad);
  const end = p + ((<usize>((n + 3) & ~3)) << 2);
  for (let q = p; q < end; q += 16, to += 16) {
    const v = v128.load(q);
    let u = f32x4.sub(v, voffset);
    if (key) u = f32x4.convert_i32x4_s(i32x4.sub(i32x4.max_s(u, vfirst), vfirst));
    const x = i32x4.trunc_sat_f32x4_s(f32x4.mul(u, vscale));
    const i = i32x4.shl(i32x4.max_s(zero, i32x4.min_s(vlast, x)), 4);
    let e = table + <usize>i32x4.extract_lane(i, 0);
    store<u32>(to, load<u32>(e + ((<usize>(f32x4.extract_lane(v, 0) >= load<f32>(e))) << 2), 4));
    e = table + <usize>i32x4.extract_lane(i, 1);
    store<u32>(to, load<u32>(e + ((<usize>(f32x4.extract_lane(v, 1) >= load<f32>(e))) << 2), 4), 4);
    e = table + <usize>i32x4.extract_lane(i, 2);
    store<u32>(to, load<u32>(e + ((<usize>(f32x4.extract_lane(v, 2) >= load<f32>(e))) << 2), 4), 8);
    e = table + <usize>i32x4.extract_lane(i, 3);
    store<u32>(to, load<u32>(e + ((<usize>(f32x4.extract_lane(v, 3) >= load<f32>(e))) << 2), 4), 12);
    const isBad = f32x4.ne(v, v);
    if (v128.any_true(isBad)) v128.store(to, v128.bitselect(vbad, v128.load(to), isBad));
  }
}
