import bytes from "../../build/kernels.wasm";

/** The exports of wasm/kernels.ts; every address is a byte offset in memory. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  stats(p: number, n: number, shift: number, out: number): void;
  histogram(p: number, n: number, low: number, scale: number, edges: number, h: number): void;
  collect(p: number, n: number, low: number, high: number, low2: number, high2: number, to: number): number;
  nearest(row: number, columns: number, n: number, to: number): void;
  maxRows(p: number, stride: number, rows: number, n: number, to: number): void;
  maxWindows(row: number, n: number, width: number): void;
  maxSpans(row: number, starts: number, n: number, width: number, to: number): void;
  colour(
    p: number,
    n: number,
    key: boolean,
    offset: number,
    scale: number,
    first: number,
    last: number,
    table: number,
    bad: number,
    to: number,
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

/** Fixed places in memory: results, bin edges, partial histograms, colour table. The frame comes after them. */
export const places = { results: 1024, edges: 2048, histogram: 20480, table: 90112, frame: 159744 };

/** Samples of zeros or NaN after the frame, for loads of four that reach past the end of a row. */
const padding = 8;

let resident: Float32Array | null = null;

/** Address of a frame in memory, and of the free room after it. */
export interface Loaded {
  at: number;
  /** Number of samples, rounded up to a multiple of 4 with NaN. */
  padded: number;
  work: number;
}

/** Makes `pixels` the frame in memory. With `fresh` it is copied even if it seems to be there already. */
export function load(k: Kernels, pixels: Float32Array, fresh: boolean, workBytes: number): Loaded {
  const padded = (pixels.length + 3) & ~3;
  const work = places.frame + 4 * (padded + padding);
  reserve(k, work + workBytes);
  if (fresh || resident !== pixels) {
    const view = new Float32Array(k.memory.buffer, places.frame, padded + padding);
    view.set(pixels);
    view.fill(Number.NaN, pixels.length);
    resident = pixels;
  }
  return { at: places.frame, padded, work };
}

/** Grows the memory to at least `size` bytes; views made before are then useless. */
function reserve(k: Kernels, size: number): void {
  const missing = size - k.memory.buffer.byteLength;
  if (missing > 0) k.memory.grow(Math.ceil(missing / 65536));
}
