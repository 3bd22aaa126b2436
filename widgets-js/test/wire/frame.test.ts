import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeFrame, type FrameContent } from "../../src/wire/frame.ts";

const folder = new URL("../../protocol/", import.meta.url);

interface Golden {
  content: FrameContent;
  payloadBytes: number;
  paddingBytes: number;
  expected: { pixels: [number, number, number | null][]; finite: number; sum: number };
}

const names = readdirSync(folder)
  .filter((name) => /^frame-.*\.json$/.test(name))
  .map((name) => name.slice(0, -5));

function load(name: string): { golden: Golden; payload: Uint8Array } {
  return {
    golden: JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")) as Golden,
    payload: Uint8Array.from(readFileSync(new URL(`${name}.bin`, folder))),
  };
}

/** The payload as Jupyter delivers it: a view that starts at an odd place of a larger message. */
function unaligned(payload: Uint8Array): DataView {
  const message = new Uint8Array(payload.length + 16).fill(0xee);
  message.set(payload, 3);
  return new DataView(message.buffer, 3, payload.length);
}

test("the folder holds the golden frames that both sides name", () => {
  expect(names).toEqual(
    expect.arrayContaining(["frame-diffraction-u16", "frame-virtual-f32-padded", "frame-virtual-u32"]),
  );
});

describe.each(names)("%s", (name) => {
  const { golden, payload } = load(name);
  const { content, expected } = golden;

  test("decodes to NumPy's pixels from an unaligned view beside its padding", () => {
    const frame = decodeFrame(content, [unaligned(payload), new DataView(new ArrayBuffer(golden.paddingBytes))]);
    expect([frame.rows, frame.cols]).toEqual(content.shape);
    for (const [row, col, value] of expected.pixels) {
      expect(frame.pixels[row * frame.cols + col]).toBe(value ?? Number.NaN);
    }
    const finite = Array.from(frame.pixels).filter(Number.isFinite);
    expect(finite.length).toBe(expected.finite);
    const sum = finite.reduce((total, value) => total + value, 0);
    expect(Math.abs(sum - expected.sum)).toBeLessThanOrEqual(Math.abs(expected.sum) * 1e-12);
    expect(Math.min(...finite)).toBe(content.min);
    expect(Math.max(...finite)).toBe(content.max);
  });

  test("payload and padding reach what the request asked for", () => {
    expect(payload.length).toBe(golden.payloadBytes);
    if (golden.paddingBytes > 0) expect(golden.payloadBytes + golden.paddingBytes).toBe(65536);
  });
});

const { golden, payload } = load("frame-virtual-u32");

test("the pixels are a copy that outlives the message", () => {
  const view = unaligned(payload);
  const frame = decodeFrame(golden.content, [view]);
  const before = frame.pixels[0];
  new Uint8Array(view.buffer).fill(0);
  expect(frame.pixels[0]).toBe(before);
});

test("a payload of another length is refused with both lengths", () => {
  const short = new DataView(payload.buffer, 0, payload.length - 4);
  expect(() => decodeFrame(golden.content, [short])).toThrow(/212 bytes .* 6 × 9 u32, which has 216/);
});

test("a frame without its buffer is refused in words", () => {
  expect(() => decodeFrame(golden.content, [])).toThrow("without its pixels");
});

test("an unknown pixel type is named", () => {
  const content = { ...golden.content, dtype: "f64" } as unknown as FrameContent;
  expect(() => decodeFrame(content, [unaligned(payload)])).toThrow('"f64"');
});

test("a shape of nothing is refused", () => {
  expect(() => decodeFrame({ ...golden.content, shape: [0, 9] }, [unaligned(payload)])).toThrow("0 × 9");
});
