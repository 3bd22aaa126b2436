import type { Buckets } from "./buckets.ts";
import { type Axis, isMinified } from "./geometry.ts";
import type { Plan } from "./plan.ts";
import type { Frame, Viewport } from "./types.ts";
import { type Kernels, load, places, simd } from "./wasm.ts";

/** The buckets whose table lies in memory. */
let written: Buckets | null = null;

/** Addresses of the work areas of one paint, all multiples of 16 bytes apart. */
interface Areas {
  starts: number;
  lines: number;
  values: number;
  out: number;
  end: number;
}

function areasOf(at: number, columns: number, line: number, height: number): Areas {
  const room = (samples: number): number => 4 * ((samples + 7) & ~3);
  const lines = at + room(columns + 1);
  // Windows reach past the end of a row by less than its length.
  const values = lines + room(2 * line);
  const out = values + room(columns);
  return { starts: at, lines, values, out, end: out + 4 * columns * height + 16 };
}

/** The SIMD twin of the loop in paint; false where it does not apply (other pixel types, no WebAssembly, no buckets). */
export function paintSimd(out: Uint32Array, frame: Frame, plan: Plan, view: Viewport, x: Axis, y: Axis): boolean {
  const k = simd();
  if (!k || !plan.buckets || !(frame.pixels instanceof Float32Array)) return false;
  const columns = x.to - x.from;
  const height = y.to - y.from;
  // Far minified, a span can be much wider than the image; that is quick without SIMD.
  if (x.before + x.after > frame.cols + 64) return false;
  const line = frame.cols + x.before + x.after;
  const { work } = load(k, frame.pixels, false, areasOf(0, columns, line, height).end);
  const areas = areasOf(work, columns, line, height);
  writeTable(k, plan.buckets);
  new Int32Array(k.memory.buffer, areas.starts, columns + 1).set(x.starts.subarray(x.from, x.to + 1));
  if (isMinified(view)) paintMaximum(k, frame, plan, x, y, areas);
  else paintNearest(k, frame, plan, x, y, areas);
  const painted = new Uint32Array(k.memory.buffer, areas.out, columns * height);
  if (columns === view.width) out.set(painted, y.from * view.width);
  else {
    for (let line = 0; line < height; line++) {
      out.set(painted.subarray(line * columns, (line + 1) * columns), (y.from + line) * view.width + x.from);
    }
  }
  return true;
}

// hot loop
function writeTable(k: Kernels, buckets: Buckets): void {
  if (written === buckets) return;
  written = buckets;
  const { thresholds, pairs } = buckets;
  const floats = new Float32Array(k.memory.buffer, places.table, 4 * thresholds.length);
  const words = new Uint32Array(k.memory.buffer, places.table, 4 * thresholds.length);
  for (let bucket = 0; bucket < thresholds.length; bucket++) {
    floats[4 * bucket] = thresholds[bucket]!;
    words[4 * bucket + 1] = pairs[2 * bucket]!;
    words[4 * bucket + 2] = pairs[2 * bucket + 1]!;
  }
}

function colourRow(k: Kernels, plan: Plan, values: number, columns: number, to: number): void {
  const { key, offset, scale, first, last } = plan.buckets!;
  k.colour(values, columns, key, offset, scale, first, last, places.table, plan.bad, to);
}

function paintNearest(k: Kernels, frame: Frame, plan: Plan, x: Axis, y: Axis, areas: Areas): void {
  const columns = x.to - x.from;
  const bytes = 4 * columns;
  const memory = new Uint8Array(k.memory.buffer);
  let to = areas.out;
  let shown = -1;
  for (let line = y.from; line < y.to; line++, to += bytes) {
    const row = y.starts[line]!;
    if (row === shown) {
      memory.copyWithin(to, to - bytes, to);
      continue;
    }
    shown = row;
    k.nearest(places.frame + 4 * row * frame.cols, areas.starts, columns, areas.values);
    colourRow(k, plan, areas.values, columns, to);
  }
}

/**
 * Spans of the same width, more or less, are what the kernel can do; a span clipped by the edge of the image gets its
 * width back by values of -Infinity beside each line, which win nothing.
 */
function paintMaximum(k: Kernels, frame: Frame, plan: Plan, x: Axis, y: Axis, areas: Areas): void {
  const columns = x.to - x.from;
  const left = x.starts[x.from]!;
  const right = x.starts[x.to]!;
  const length = right - left;
  const padded = x.before + length + x.after;
  const starts = new Int32Array(k.memory.buffer, areas.starts, columns + 4);
  for (let i = 1; i < columns; i++) starts[i]! += x.before - left;
  starts[0] = 0;
  // The kernel takes four at a time, so there are three more.
  starts.fill(padded, columns);
  const width = windowOf(starts, columns);
  const line = new Float32Array(k.memory.buffer, areas.lines, padded + width);
  let to = areas.out;
  for (let i = y.from; i < y.to; i++, to += 4 * columns) {
    const first = y.starts[i]!;
    const from = places.frame + 4 * (first * frame.cols + left);
    k.maxRows(from, 4 * frame.cols, y.starts[i + 1]! - first, length, areas.lines + 4 * x.before);
    if (x.before > 0) line.fill(-Infinity, 0, x.before);
    if (x.after > 0) line.fill(-Infinity, x.before + length, padded);
    k.maxWindows(areas.lines, padded, width);
    k.maxSpans(areas.lines, areas.starts, columns, width, areas.values);
    colourRow(k, plan, areas.values, columns, to);
  }
}

/** The largest power of 2 that is not wider than the shortest span. */
function windowOf(starts: Int32Array, columns: number): number {
  let shortest = Infinity;
  for (let i = 0; i < columns; i++) shortest = Math.min(shortest, starts[i + 1]! - starts[i]!);
  return 2 ** Math.floor(Math.log2(shortest));
}
