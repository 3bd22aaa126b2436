import bytes from "../../build/kernels.wasm";

/** The exports of wasm/kernels.ts; every address is a byte offset in memory. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  readonly PARTIALS: WebAssembly.Global;
  readonly TABLE: WebAssembly.Global;
  readonly STEPS: WebAssembly.Global;
  readonly FRAME: WebAssembly.Global;
  range(p: number, n: number, out: number): void;
  histogram(
    p: number,
    n: number,
    low: number,
    scale: number,
    shift: number,
    odd: boolean,
    edges: number,
    h: number,
    out: number,
  ): void;
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

/** Resolves with the twin in use. The module is 2 kB, so it is compiled at once, on first use. */
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

/** Bytes that are copied and then looked at while they are still in the cache: samples of a block, 64 kB. */
const block = 16384;

let resident: Resident | null = null;

interface Resident {
  pixels: Float32Array;
  min: number;
  max: number;
  odd: boolean;
}

/** A frame in memory and the free room after it. */
export interface Loaded {
  at: number;
  /** Number of samples, rounded up to a multiple of 4 with NaN. */
  padded: number;
  work: number;
  /** Smallest and largest sample, infinite ones too, NaN left out; Infinity and -Infinity when there is none. */
  min: number;
  max: number;
  /** True when some samples are NaN or infinite. */
  odd: boolean;
}

/** Makes `pixels` the frame in memory. With `fresh` it is copied even if it seems to be there already. */
export function load(k: Kernels, pixels: Float32Array, fresh: boolean, workBytes: number): Loaded {
  const at: number = k.FRAME.value;
  const padded = (pixels.length + 3) & ~3;
  const work = at + 4 * (padded + padding);
  reserve(k, work + workBytes);
  if (fresh || resident?.pixels !== pixels) resident = copyIn(k, pixels, at);
  const { min, max, odd } = resident;
  return { at, padded, work, min, max, odd };
}

function copyIn(k: Kernels, pixels: Float32Array, at: number): Resident {
  const running = new Float32Array(k.memory.buffer, places.results, 12);
  running.fill(Infinity, 0, 4).fill(-Infinity, 4, 8).fill(0, 8);
  const view = new Float32Array(k.memory.buffer, at, pixels.length + padding).fill(Number.NaN, pixels.length);
  // The kernel takes eight at a time.
  const whole = pixels.length & ~7;
  for (let from = 0; from < pixels.length; from += block) {
    view.set(pixels.subarray(from, from + block), from);
    k.range(at + 4 * from, Math.min(whole - from, block), places.results);
  }
  let [min, max] = [Math.min(...running.subarray(0, 4)), Math.max(...running.subarray(4, 8))];
  // The bits of NaN are not all 0.
  let odd = running.subarray(8).some((v) => v !== 0);
  for (const v of pixels.subarray(whole)) {
    if (v < min) min = v;
    if (v > max) max = v;
    if (!Number.isFinite(v)) odd = true;
  }
  return { pixels, min, max, odd };
}

/** Grows the memory to at least `size` bytes; views made before are then useless. */
function reserve(k: Kernels, size: number): void {
  const missing = size - k.memory.buffer.byteLength;
  if (missing > 0) k.memory.grow(Math.ceil(missing / 65536));
}
