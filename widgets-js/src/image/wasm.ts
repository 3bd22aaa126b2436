import bytes from "../../build/kernels.wasm";
import { type Moments, moments, shiftOf } from "./moments.ts";

/** The exports of wasm/kernels.ts; every address is a byte offset in memory. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  readonly PARTIALS: WebAssembly.Global;
  readonly TABLE: WebAssembly.Global;
  readonly STEPS: WebAssembly.Global;
  readonly FRAME: WebAssembly.Global;
  figures(p: number, n: number, shift: number, out: number, bounds: number): void;
  histogram(p: number, n: number, low: number, scale: number, edges: number, h: number): void;
  countKeys(p: number, n: number, from: number, to: number, first: number, shift: number, h: number): void;
  collect(p: number, n: number, low: number, high: number, low2: number, high2: number, to: number): number;
  maxRows(p: number, stride: number, rows: number, n: number, to: number): void;
  maxWindows(row: number, n: number, width: number): void;
  colour(
    row: number,
    spans: number,
    n: number,
    key: boolean,
    offset: number,
    scale: number,
    first: number,
    last: number,
    odd: number,
    bad: number,
    to: number,
    list: number,
  ): void;
}

export type Twin = "wasm" | "js";

let forced: Twin | null = null;
let kernels: Kernels | null | undefined;

/**
 * Which twin computes from now on: "js" for pages and tests without WebAssembly, null for whichever works. Asking for
 * "wasm" where it does not work is an error.
 */
export function useTwin(twin: Twin | null): void {
  if (twin === "wasm" && !instance()) throw new Error("This page cannot run WebAssembly with SIMD.");
  forced = twin;
}

/** Resolves with the twin in use. The module is 3 kB, so it is compiled at once, on first use. */
export async function ready(): Promise<Twin> {
  return simd() ? "wasm" : "js";
}

/** The SIMD kernels, or null where JavaScript does the work. */
export function simd(): Kernels | null {
  return forced === "js" ? null : instance();
}

function instance(): Kernels | null {
  if (kernels === undefined) {
    kernels = null;
    try {
      // validate() is false without SIMD; a content security policy makes the constructor throw.
      if (WebAssembly.validate(bytes)) {
        kernels = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as Kernels;
      }
    } catch {
      // The JavaScript twin gives the same pixels.
    }
  }
  return kernels;
}

/** Fixed places in memory, below those that the kernels name: figures, bin edges, counts. */
export const places = { results: 1024, edges: 2048, counts: 20480 };

/** Samples of NaN after the frame, for loads that reach past the end of a row. */
const padding = 16;

/** Samples that are copied and then looked at while they are still in the cache: 64 kB. */
export const block: number = 16384;

/** The kernels take eight samples at a time, JavaScript the rest. */
export const wholeMask: number = ~7;

let resident: Resident | null = null;

interface Resident {
  pixels: Float32Array;
  moments: Moments;
  odd: boolean;
}

/** A frame in memory and the free room after it. */
export interface Loaded {
  at: number;
  /** Number of samples, rounded up to a multiple of 4 with NaN. */
  padded: number;
  /** Minimum and maximum of the whole samples of each block, two float32 beside each other. */
  bounds: number;
  work: number;
  /** Useless when there are infinite samples, which `finite` and `nan` together do not count. */
  moments: Moments;
  /** True when some samples are NaN or infinite. */
  odd: boolean;
}

/** Makes `pixels` the frame in memory. With `fresh` it is copied even if it seems to be there already. */
export function load(k: Kernels, pixels: Float32Array, fresh: boolean, workBytes: number): Loaded {
  const at: number = k.FRAME.value;
  const padded = (pixels.length + 3) & ~3;
  const bounds = at + 4 * (padded + padding);
  const work = (bounds + 8 * (Math.ceil(padded / block) + 1)) & ~15;
  reserve(k, work + workBytes);
  if (fresh || resident?.pixels !== pixels) resident = copyIn(k, pixels, at, bounds);
  const { moments, odd } = resident;
  return { at, padded, bounds, work, moments, odd };
}

function copyIn(k: Kernels, pixels: Float32Array, at: number, bounds: number): Resident {
  const { buffer } = k.memory;
  const running = new Float32Array(buffer, places.results, 24);
  running.fill(Infinity, 0, 4).fill(-Infinity, 4, 8).fill(0, 8);
  const view = new Float32Array(buffer, at, pixels.length + padding).fill(Number.NaN, pixels.length);
  const shift = shiftOf(pixels);
  const whole = pixels.length & wholeMask;
  for (let from = 0; from < pixels.length; from += block) {
    view.set(pixels.subarray(from, from + block), from);
    k.figures(at + 4 * from, Math.min(whole - from, block), shift, places.results, bounds + (8 * from) / block);
  }
  const rest = moments(pixels.subarray(whole), shift);
  const min = Math.min(rest.min, ...running.subarray(0, 4));
  const max = Math.max(rest.max, ...running.subarray(4, 8));
  const [sum, sum2, squares, squares2] = new Float64Array(buffer, places.results + 48, 4);
  const nan = new Int32Array(buffer, places.results + 80, 4).reduce((a, b) => a + b, rest.nan);
  const infinite = min === -Infinity || max === Infinity || rest.finite + rest.nan < pixels.length - whole;
  const finite = infinite ? 0 : pixels.length - nan;
  const sums = { sum: sum! + sum2! + rest.sum, squares: squares! + squares2! + rest.squares };
  return { pixels, moments: { min, max, finite, nan, shift, ...sums }, odd: infinite || nan > 0 };
}

/** Grows the memory to at least `size` bytes; views made before are then useless. */
function reserve(k: Kernels, size: number): void {
  const missing = size - k.memory.buffer.byteLength;
  if (missing > 0) k.memory.grow(Math.ceil(missing / 65536));
}
