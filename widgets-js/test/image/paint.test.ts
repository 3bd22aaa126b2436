import { expect, test } from "vitest";
import { type Frame, lutTable, type Pixels, paint, type Scale, type Transfer } from "../../src/image/index.ts";
import { Random, seeds } from "./random.ts";
import { eachTwin, using } from "./twins.ts";

/** The colour of one value by the pixel rule, computed as it is written down. */
function colourOf(v: number, { lut, scale, gamma, low, high, invert }: Transfer): number {
  if (Number.isNaN(v)) return lut === "gray" ? 0xffff00ff : 0xff808080;
  const f = (x: number): number => {
    if (scale === "log") return Math.log(1 + Math.max(x - Math.min(low, 0), 0));
    if (scale === "sqrt") return Math.sqrt(Math.max(x, 0));
    return scale === "power" ? Math.max(x, 0) ** gamma : x;
  };
  const span = f(high) - f(low);
  let index = v >= low ? 255 : 0;
  if (high > low && span > 0 && span < Infinity) {
    index = Math.min(Math.max(Math.floor(256 * ((f(v) - f(low)) / span)), 0), 255);
  }
  const at = 3 * (invert ? 255 - index : index);
  const table = lutTable(lut);
  return (0xff000000 | (table[at + 2]! << 16) | (table[at + 1]! << 8) | table[at]!) >>> 0;
}

function row(pixels: Pixels): Frame {
  return { pixels, rows: 1, cols: pixels.length };
}

function paintRow(pixels: Pixels, transfer: Transfer): Uint32Array {
  const out = new Uint32Array(pixels.length);
  paint(out, row(pixels), transfer, { x0: 0, y0: 0, zoom: 1, width: pixels.length, height: 1 });
  return out;
}

const scales: Scale[] = ["linear", "log", "sqrt", "power"];
const plain: Transfer = { lut: "viridis", scale: "linear", gamma: 1, low: 0, high: 1, invert: false };

/** Windows as a user sets them, and windows as bad luck sets them. */
function anyTransfer(random: Random, values: readonly number[]): Transfer {
  const scale = random.pick(scales);
  const [a, b] = [random.pick(values), random.pick(values)];
  const low = random.whole(3) > 0 ? Math.min(a, b) : random.pick([0, -5, a + random.next(), random.float()]);
  const high = random.whole(3) > 0 ? Math.max(a, b) : random.pick([low, 6e4, low + 1e-3, random.float(), low - 1]);
  const gamma = random.pick([0.1, 0.4, 1, 2.2, 5]);
  return { lut: random.pick(["gray", "viridis", "RdBu"]), scale, gamma, low, high, invert: random.whole(2) === 0 };
}

function anyFloats(random: Random): Float32Array {
  const size = 400;
  const draw = random.pick<() => number>([
    () => random.float(),
    () => 6e4 * random.next() ** 8,
    () => random.whole(300),
    () => random.between(-100, 100),
    () => 1e6 + random.next(),
    () => random.between(-1e-40, 1e-40),
  ]);
  const special = [Number.NaN, Infinity, -Infinity, 0, -0];
  return Float32Array.from({ length: size }, () => (random.whole(20) === 0 ? random.pick(special) : draw()));
}

eachTwin("paint", (twin) => {
  test.each(seeds(60))("float32 pixels equal the rule for every pixel, seed %i", (seed) => {
    const random = new Random(seed);
    const pixels = anyFloats(random);
    const transfer = anyTransfer(random, [...pixels].filter(Number.isFinite));
    const out = using(twin, () => paintRow(pixels, transfer));
    expect(out, JSON.stringify(transfer)).toEqual(Uint32Array.from(pixels, (v) => colourOf(v, transfer)));
  });

  test.each(seeds(40))("whole-number pixels equal the rule for every pixel, seed %i", (seed) => {
    const random = new Random(seed);
    const bits = random.pick([8, 16, 32]);
    const size = 2 ** random.whole(bits + 1);
    const offset = random.pick([0, 2 ** bits - size]);
    const values = Array.from({ length: 400 }, () => offset + random.whole(size));
    const pixels =
      bits === 8 ? Uint8Array.from(values) : bits === 16 ? Uint16Array.from(values) : Uint32Array.from(values);
    const transfer = anyTransfer(random, values);
    const out = using(twin, () => paintRow(pixels, transfer));
    expect(out, JSON.stringify(transfer)).toEqual(Uint32Array.from(values, (v) => colourOf(v, transfer)));
  });

  test("the log scale keeps counts of 1 to 10 apart beside 60000", () => {
    const pixels = Float32Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 6e4]);
    const out = using(twin, () => paintRow(pixels, { ...plain, scale: "log", high: 6e4 }));
    expect(new Set(out).size).toBe(12);
  });

  test("a window of NaN paints without failing", () => {
    const pixels = Float32Array.from([Number.NaN, 1]);
    const transfer = { ...plain, low: Number.NaN, high: Number.NaN };
    expect(using(twin, () => paintRow(pixels, transfer))).toEqual(Uint32Array.of(0xff808080, colourOf(0, plain)));
  });

  test.each(seeds(20))("a magnified viewport shows the pixel under each centre, seed %i", (seed) => {
    const random = new Random(seed);
    const frame: Frame = { pixels: Float32Array.from({ length: 30 }, () => random.next()), rows: 5, cols: 6 };
    const zoom = random.pick([1, 1.5, 2, 3.7, 8]);
    const viewport = { x0: random.between(-4, 5), y0: random.between(-4, 4), zoom, width: 23, height: 17 };
    const out = new Uint32Array(23 * 17).fill(7);
    using(twin, () => paint(out, frame, plain, viewport));
    for (let y = 0; y < 17; y++) {
      for (let x = 0; x < 23; x++) {
        const c = Math.floor(viewport.x0 + (x + 0.5) / zoom);
        const r = Math.floor(viewport.y0 + (y + 0.5) / zoom);
        const inside = c >= 0 && c < 6 && r >= 0 && r < 5;
        expect(out[y * 23 + x]).toBe(inside ? colourOf(frame.pixels[r * 6 + c]!, plain) : 0);
      }
    }
  });

  test.each(seeds(30))("a minified viewport shows the largest value under each screen pixel, seed %i", (seed) => {
    const random = new Random(seed);
    const [rows, cols] = [random.whole(40) + 1, random.whole(60) + 1];
    const kind = random.pick([Float32Array, Uint16Array, Uint32Array]);
    const bad = (): boolean => kind === Float32Array && random.whole(4) === 0;
    const frame: Frame = {
      pixels: new kind(
        Array.from({ length: rows * cols }, () =>
          bad() ? random.pick([Number.NaN, Number.NaN, -Infinity]) : random.whole(1000),
        ),
      ),
      rows,
      cols,
    };
    const zoom = random.pick([0.9, 0.625, 0.5, 0.3, 0.1, 0.02]);
    const viewport = { x0: random.between(-9, 9), y0: random.between(-9, 9), zoom, width: 19, height: 13 };
    const transfer = { ...plain, high: 1000 };
    const out = new Uint32Array(19 * 13).fill(7);
    using(twin, () => paint(out, frame, transfer, viewport));
    const span = (start: number, i: number, size: number): number[] => {
      const at = [i, i + 1].map((j) => Math.min(Math.max(Math.floor(start + j / zoom), 0), size));
      return Array.from({ length: at[1]! - at[0]! }, (_, j) => at[0]! + j);
    };
    const expected = Uint32Array.from(out, (_, i) => {
      const lines = span(viewport.y0, Math.floor(i / 19), rows);
      const values = span(viewport.x0, i % 19, cols).flatMap((c) => lines.map((r) => frame.pixels[r * cols + c]!));
      const known = values.filter((v) => v > -Infinity);
      if (values.length === 0) return 0;
      return colourOf(known.length > 0 ? Math.max(...known) : Number.NaN, transfer);
    });
    expect(out).toEqual(expected);
  });
});

test("a viewport without room, without zoom, and a frame without its samples are refused in words", () => {
  const frame = row(Float32Array.of(1, 2));
  const view = { x0: 0, y0: 0, zoom: 1, width: 2, height: 1 };
  expect(() => paint(new Uint32Array(1), frame, plain, view)).toThrow("A viewport of 2 × 1 needs 2 words, not 1.");
  expect(() => paint(new Uint32Array(2), frame, plain, { ...view, zoom: 0 })).toThrow("positive number, not 0");
  expect(() => paint(new Uint32Array(2), frame, { ...plain, lut: "jet" }, view)).toThrow('no colour table "jet"');
});
