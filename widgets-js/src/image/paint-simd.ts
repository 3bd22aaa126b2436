import type { Buckets } from "./buckets.ts";
import { type Axis, isMinified } from "./geometry.ts";
import type { Plan } from "./plan.ts";
import type { Frame, Viewport } from "./types.ts";
import { type Kernels, type Loaded, load, simd } from "./wasm.ts";

/** The buckets whose table lies in memory. */
let written: Buckets | null = null;

/** Screen rows that are painted before they are copied out: few enough to be still in the cache. */
const band = 32;

/** Addresses of the work areas of one paint, all multiples of 16 bytes apart. */
interface Areas {
  spans: number;
  list: number;
  line: number;
  out: number;
  end: number;
}

function areasOf(at: number, columns: number, line: number): Areas {
  const room = (samples: number): number => 4 * ((samples + 31) & ~15);
  const list = at + room(2 * columns + 8);
  const lineAt = list + room(2 * columns + 16);
  // Windows reach past the end of a row by less than its length.
  const out = lineAt + room(2 * line);
  return { spans: at, list, line: lineAt, out, end: out + room(columns * band) };
}

/** What one paint hands from row to row. */
interface Job {
  k: Kernels;
  frame: Frame;
  loaded: Loaded;
  plan: Plan;
  x: Axis;
  areas: Areas;
  columns: number;
}

/** The SIMD twin of the loop in paint; false where it does not apply (other pixel types, no WebAssembly, no buckets). */
export function paintSimd(out: Uint32Array, frame: Frame, plan: Plan, view: Viewport, x: Axis, y: Axis): boolean {
  const k = simd();
  if (!k || !plan.buckets || !(frame.pixels instanceof Float32Array)) return false;
  const columns = x.to - x.from;
  // Far minified, a span can be much wider than the image; that is quick without SIMD.
  if (x.before + x.after > frame.cols + 64) return false;
  const line = frame.cols + x.before + x.after;
  const loaded = load(k, frame.pixels, false, areasOf(0, columns, line).end);
  writeTable(k, plan.buckets);
  const job = { k, frame, loaded, plan, x, areas: areasOf(loaded.work, columns, line), columns };
  const paintLine = isMinified(view) ? maximumOf(job, y) : nearestOf(job, y);
  for (let from = y.from; from < y.to; from += band) {
    const to = Math.min(from + band, y.to);
    for (let i = from; i < to; i++) paintLine(i, job.areas.out + 4 * columns * (i - from), i > from);
    copyOut(out, job, view.width, from, to);
  }
  return true;
}

/** Copies the rows of a band to the screen. */
function copyOut(out: Uint32Array, { k, areas, x, columns }: Job, width: number, from: number, to: number): void {
  const painted = new Uint32Array(k.memory.buffer, areas.out, columns * (to - from));
  if (columns === width) out.set(painted, from * width);
  else {
    for (let i = 0; i < to - from; i++) {
      out.set(painted.subarray(i * columns, (i + 1) * columns), (from + i) * width + x.from);
    }
  }
}

function writeTable(k: Kernels, buckets: Buckets): void {
  if (written === buckets) return;
  written = buckets;
  const { table, thresholds, pairs } = buckets;
  new Uint32Array(k.memory.buffer, k.TABLE.value, table.length).set(table);
  const floats = new Float32Array(k.memory.buffer, k.STEPS.value, 4 * thresholds.length);
  const words = new Uint32Array(k.memory.buffer, k.STEPS.value, 4 * thresholds.length);
  for (let step = 0; step < thresholds.length; step++) {
    floats[4 * step] = thresholds[step]!;
    words[4 * step + 1] = pairs[2 * step]!;
    words[4 * step + 2] = pairs[2 * step + 1]!;
  }
}

/** Paints screen row i to an address; `again` says that the row before it lies just before that. */
type PaintLine = (i: number, to: number, again: boolean) => void;

function colourLine({ k, plan, areas, columns }: Job, row: number, odd: number, to: number): void {
  const { key, offset, scale, first, last } = plan.buckets!;
  k.colour(row, areas.spans, columns, key, offset, scale, first, last, odd, plan.bad, to, areas.list);
}

/** Each column shows the larger of the values at firsts[i] and seconds(i), both places in a row. */
function writeSpans({ k, areas, columns }: Job, first: (i: number) => number, second: (i: number) => number): void {
  const spans = new Uint32Array(k.memory.buffer, areas.spans, 2 * ((columns + 3) & ~3));
  for (let i = 0; 2 * i < spans.length; i++) {
    const at = 8 * (i >> 2) + (i & 3);
    const column = Math.min(i, columns - 1);
    spans[at] = 4 * first(column);
    spans[at + 4] = 4 * second(column);
  }
}

function nearestOf(job: Job, y: Axis): PaintLine {
  const { k, frame, loaded, x, columns } = job;
  const column = (i: number): number => x.starts[x.from + i]!;
  writeSpans(job, column, column);
  const memory = new Uint8Array(k.memory.buffer);
  return (i, to, again) => {
    const row = y.starts[i]!;
    if (again && row === y.starts[i - 1]) memory.copyWithin(to, to - 4 * columns, to);
    else colourLine(job, loaded.at + 4 * row * frame.cols, loaded.odd ? 1 : 0, to);
  };
}

/**
 * Spans of the same width, more or less, are what the kernel can do; a span clipped by the edge of the image gets its
 * width back by values of -Infinity beside each line, which win nothing.
 */
function maximumOf(job: Job, y: Axis): PaintLine {
  const { k, frame, loaded, x, areas, columns } = job;
  const left = x.starts[x.from]!;
  const length = x.starts[x.to]! - left;
  const padded = x.before + length + x.after;
  const start = (i: number): number => (i === 0 ? 0 : i === columns ? padded : x.starts[x.from + i]! + x.before - left);
  const width = windowOf(start, columns);
  // Two windows that overlap cover a span.
  writeSpans(job, start, (i) => start(i + 1) - width);
  const line = new Float32Array(k.memory.buffer, areas.line, padded + width);
  // Such a row is what maxRows would make of it.
  const plain = width === 1 && padded === length && !loaded.odd;
  return (i, to) => {
    const first = y.starts[i]!;
    const rows = y.starts[i + 1]! - first;
    const from = loaded.at + 4 * (first * frame.cols + left);
    if (plain && rows === 1) {
      colourLine(job, from, 0, to);
      return;
    }
    k.maxRows(from, 4 * frame.cols, rows, length, areas.line + 4 * x.before);
    if (x.before > 0) line.fill(-Infinity, 0, x.before);
    if (x.after > 0) line.fill(-Infinity, x.before + length, padded);
    if (width > 1) k.maxWindows(areas.line, padded, width);
    colourLine(job, areas.line, loaded.odd ? 2 : 0, to);
  };
}

/** The largest power of 2 that is not wider than the shortest span. */
function windowOf(start: (i: number) => number, columns: number): number {
  let shortest = Infinity;
  for (let i = 0; i < columns; i++) shortest = Math.min(shortest, start(i + 1) - start(i));
  return 2 ** Math.floor(Math.log2(shortest));
}
