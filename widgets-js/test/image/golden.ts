import { readdirSync, readFileSync } from "node:fs";
import type { Frame, Pixels, Transfer } from "../../src/image/index.ts";

/** One golden case of protocol/, as make_golden.py writes it. */
export interface Golden {
  name: string;
  frame: Frame;
  statistics: {
    finite: number;
    nan: number;
    min: number | null;
    max: number | null;
    mean: number | null;
    std: number | null;
    bins: Record<string, number>;
    percentiles: number[] | null;
  };
  percents: number[];
  transfers: Transfer[];
  /** RGBA words of each transfer, frame after frame. */
  pixels: Uint32Array;
}

const folder = new URL("../../protocol/", import.meta.url);

function bytes(name: string): ArrayBuffer {
  return Uint8Array.from(readFileSync(new URL(name, folder))).buffer;
}

const makers: Record<string, (buffer: ArrayBuffer) => Pixels> = {
  u8: (buffer) => new Uint8Array(buffer),
  u16: (buffer) => new Uint16Array(buffer),
  u32: (buffer) => new Uint32Array(buffer),
  f32: (buffer) => new Float32Array(buffer),
};

export const goldens: Golden[] = readdirSync(folder)
  .filter((file) => file.startsWith("image-") && file.endsWith(".json"))
  .map((file) => {
    const content = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
    return {
      name: file.slice("image-".length, -".json".length),
      frame: { pixels: makers[content.dtype]!(bytes(content.samples)), rows: content.rows, cols: content.cols },
      statistics: content.statistics,
      percents: content.percents,
      transfers: content.transfers,
      pixels: new Uint32Array(bytes(content.pixels)),
    };
  });
