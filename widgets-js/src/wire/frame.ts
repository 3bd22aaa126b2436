import type { Frame, Pixels } from "../image";
import type { Detector, PatternSource } from "./state";

export type WireType = "u8" | "u16" | "u32" | "f32";

/** The JSON half of a data frame. */
export interface FrameContent {
  kind: "frame";
  panel: string;
  seq: number;
  frame: number;
  dtype: WireType;
  shape: [number, number];
  min: number | null;
  max: number | null;
  exact: boolean;
  detector: Detector | null;
  probe: [number, number] | null;
  source?: PatternSource | null;
  compute_ms?: number;
  transport?: string;
}

const makers: Record<WireType, { bytes: number; make: (buffer: ArrayBuffer) => Pixels }> = {
  u8: { bytes: 1, make: (buffer) => new Uint8Array(buffer) },
  u16: { bytes: 2, make: (buffer) => new Uint16Array(buffer) },
  u32: { bytes: 4, make: (buffer) => new Uint32Array(buffer) },
  f32: { bytes: 4, make: (buffer) => new Float32Array(buffer) },
};

/** Anything that comm layers hand over as a buffer. */
export type Payload = DataView | ArrayBuffer | ArrayBufferView;

/**
 * Copies a payload into an aligned typed array: Jupyter's DataViews start anywhere in a larger message. The padding
 * buffer behind it is ignored. Throws a sentence when type, shape and length do not belong together.
 */
export function decodeFrame(content: FrameContent, buffers: readonly Payload[]): Frame {
  const maker = makers[content.dtype];
  if (!maker)
    throw new Error(`The kernel sent pixels of type "${content.dtype}"; this page knows u8, u16, u32 and f32.`);
  const [rows, cols] = content.shape;
  if (!(Number.isInteger(rows) && Number.isInteger(cols) && rows > 0 && cols > 0)) {
    throw new Error(`The kernel sent an image of shape ${rows} × ${cols}; both must be whole numbers over 0.`);
  }
  const payload = buffers[0];
  if (!payload) throw new Error("The kernel sent an image without its pixels (no binary buffer came with it).");
  const expected = rows * cols * maker.bytes;
  if (payload.byteLength !== expected) {
    throw new Error(
      `The kernel sent ${payload.byteLength} bytes for an image of ${rows} × ${cols} ${content.dtype}, ` +
        `which has ${expected}. The kernel's nbscope and this page may be of different versions: run the cell again.`,
    );
  }
  const start = ArrayBuffer.isView(payload) ? payload.byteOffset : 0;
  const whole = ArrayBuffer.isView(payload) ? payload.buffer : payload;
  return { pixels: maker.make((whole as ArrayBuffer).slice(start, start + expected)), rows, cols };
}
