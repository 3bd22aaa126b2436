/** Samples in the type they came in; the core never widens a whole frame. */
export type Pixels = Uint8Array | Uint16Array | Uint32Array | Float32Array;

/**
 * One picture, row by row. The core may keep a copy beside a reference to `pixels` and trusts that copy: a changed
 * picture is a new array.
 */
export interface Frame {
  pixels: Pixels;
  rows: number;
  cols: number;
}

export type Scale = "linear" | "log" | "sqrt" | "power";

/** How values become colours. `low` and `high` are data values, `gamma` belongs to the scale "power" only. */
export interface Transfer {
  lut: string;
  scale: Scale;
  gamma: number;
  low: number;
  high: number;
  invert: boolean;
}

/** Figures of the finite samples; all NaN, and counts of zero, when there are none. */
export interface Statistics {
  min: number;
  max: number;
  mean: number;
  /** Population standard deviation. */
  std: number;
  finite: number;
  nan: number;
  /** 4096 equal bins over min..max, the last one closed: what numpy.histogram counts. */
  counts: Uint32Array;
}

/**
 * The part of a frame on screen: the image coordinate of the top left corner (0 is the outer edge of the first pixel,
 * the centre of pixel c is c + 0.5), screen pixels per image pixel, and the size in screen pixels.
 */
export interface Viewport {
  x0: number;
  y0: number;
  zoom: number;
  width: number;
  height: number;
}
