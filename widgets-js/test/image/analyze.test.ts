import { expect, test } from "vitest";
import { analyze, displayHistogram, type Frame, type Pixels, percentileRange, ready } from "../../src/image/index.ts";
import { useTwin } from "../../src/image/wasm.ts";
import { Random, seeds } from "./random.ts";
import { eachTwin, using } from "./twins.ts";

function frameOf(pixels: Pixels): Frame {
  return { pixels, rows: 1, cols: pixels.length };
}

/** numpy.percentile on values in ascending order. */
function percentile(sorted: Float32Array | Uint32Array, percent: number): number {
  const rank = (percent / 100) * (sorted.length - 1);
  const below = Math.floor(rank);
  const a = sorted[below]!;
  const b = sorted[Math.min(below + 1, sorted.length - 1)]!;
  const t = rank - below;
  return t >= 0.5 ? b - (b - a) * (1 - t) : a + (b - a) * t;
}

/** numpy.histogram: the bin whose edges hold the value, found by looking at every edge. */
function histogram(values: Iterable<number>, min: number, max: number): Uint32Array {
  const edges = Array.from({ length: 4096 }, (_, i) => min + i * ((max - min) / 4096));
  const counts = new Uint32Array(4096);
  for (const v of values) {
    let low = 0;
    for (let high = 4096; high - low > 1; ) {
      const middle = (low + high) >> 1;
      if (v >= edges[middle]!) low = middle;
      else high = middle;
    }
    counts[low]!++;
  }
  return counts;
}

function anyPixels(random: Random): Float32Array | Uint32Array {
  const size = random.whole(3000) + 2;
  const draw = random.pick<() => number>([
    () => random.float(),
    () => 6e4 * random.next() ** 8,
    () => random.whole(4097),
    () => random.whole(3),
    () => random.between(-1e-3, 1e-3),
    () => 1e7 + random.whole(50),
    () => random.between(-1e-42, 1e-42),
  ]);
  if (random.whole(4) === 0) return Uint32Array.from({ length: size }, () => Math.abs(Math.trunc(draw())) % 2 ** 32);
  const special = random.pick([[], [Number.NaN], [Number.NaN, Infinity, -Infinity]]);
  const odd = (): boolean => special.length > 0 && random.whole(10) === 0;
  return Float32Array.from({ length: size }, () => (odd() ? random.pick<number>(special) : draw()));
}

eachTwin("analyze", (twin) => {
  test.each(seeds(50))("counts and percentiles are exact, seed %i", (seed) => {
    const random = new Random(seed);
    const pixels = anyPixels(random);
    const sorted = pixels.filter((v: number) => Number.isFinite(v)).sort();
    const stats = using(twin, () => analyze(frameOf(pixels)));
    expect([stats.finite, stats.nan]).toEqual([sorted.length, pixels.filter((v: number) => Number.isNaN(v)).length]);
    if (sorted.length === 0) return;
    const [min, max] = [sorted[0]! + 0, sorted[sorted.length - 1]! + 0];
    expect([stats.min, stats.max]).toEqual([min, max]);
    if (min < max) expect(stats.counts).toEqual(histogram(sorted, min, max));
    const percents = [random.between(0, 50), random.between(50, 100)] as const;
    expect(using(twin, () => percentileRange(frameOf(pixels), stats, ...percents))).toEqual(
      percents.map((percent) => percentile(sorted, percent)),
    );
  });

  test("most samples in one bin still give exact percentiles", () => {
    const random = new Random(7);
    const pixels = Float32Array.from({ length: 20000 }, (_, i) => (i === 5 ? 1e9 : random.next()));
    const sorted = pixels.slice().sort();
    using(twin, () => {
      const stats = analyze(frameOf(pixels));
      expect(percentileRange(frameOf(pixels), stats, 0.5, 99.5)).toEqual([
        percentile(sorted, 0.5),
        percentile(sorted, 99.5),
      ]);
    });
  });

  test.each(seeds(12))("frames of several blocks have exact figures, seed %i", (seed) => {
    const random = new Random(seed);
    const size = 40_000 + random.whole(30_000);
    // A slope gives each block a range of its own; the hole leaves blocks with and without NaN.
    const [slope, noise, hole] = [
      random.pick([0, 1, -1]),
      random.pick([0, 1e-3, 5e3]),
      random.whole(2) * random.whole(size),
    ];
    const pixels = Float32Array.from({ length: size }, (_, i) =>
      i >= hole && i < hole + 30 && hole > 0
        ? Number.NaN
        : 1e3 + slope * i + noise * random.next() ** 4 + (i === 9 ? 7 : 0),
    );
    const sorted = pixels.filter((v) => !Number.isNaN(v)).sort();
    using(twin, () => {
      const stats = analyze(frameOf(pixels));
      expect([stats.finite, stats.nan]).toEqual([sorted.length, size - sorted.length]);
      expect([stats.min, stats.max]).toEqual([sorted[0], sorted[sorted.length - 1]]);
      expect(stats.counts).toEqual(histogram(sorted, stats.min, stats.max));
      const mean = sorted.reduce((sum, v) => sum + (v - 1e3), 0) / sorted.length + 1e3;
      const variance = sorted.reduce((sum, v) => sum + (v - mean) ** 2, 0) / sorted.length;
      expect(Math.abs(stats.mean - mean)).toBeLessThanOrEqual(1e-12 * Math.abs(mean));
      expect(Math.abs(stats.std - Math.sqrt(variance))).toBeLessThanOrEqual(1e-9 * Math.sqrt(variance));
      const percents = [random.between(0, 50), random.between(50, 100)] as const;
      expect(percentileRange(frameOf(pixels), stats, ...percents)).toEqual(
        percents.map((percent) => percentile(sorted, percent)),
      );
    });
  });

  test("percentiles of one frame stay right after another frame was analyzed and painted", () => {
    const [a, b] = [Float32Array.of(1, 2, 3, 4, 9), Float32Array.of(50, 60, 70, 80, 90)];
    using(twin, () => {
      const stats = analyze(frameOf(a));
      analyze(frameOf(b));
      expect(percentileRange(frameOf(a), stats, 0, 50)).toEqual([1, 3]);
    });
  });

  test("a frame without finite samples has no figures", () => {
    const frame = frameOf(Float32Array.of(Number.NaN, Infinity, Number.NaN));
    using(twin, () => {
      const stats = analyze(frame);
      expect([stats.min, stats.max, stats.mean, stats.std]).toEqual(Array(4).fill(Number.NaN));
      expect([stats.finite, stats.nan]).toEqual([0, 2]);
      expect(percentileRange(frame, stats, 1, 99)).toEqual([Number.NaN, Number.NaN]);
    });
  });

  test("ready tells which twin is in use", async () => {
    useTwin(twin);
    await expect(ready()).resolves.toBe(twin);
    useTwin(null);
  });
});

test("the displayed histogram loses no sample", () => {
  const stats = analyze(frameOf(Uint16Array.from({ length: 5000 }, (_, i) => (i * 7919) % 60000)));
  for (const bins of [1, 100, 256, 4096]) {
    const shown = displayHistogram(stats, bins);
    expect(shown.length).toBe(bins);
    expect(shown.reduce((a, b) => a + b)).toBe(5000);
  }
});

test("a frame with too few samples is refused in words", () => {
  expect(() => analyze({ pixels: new Uint8Array(5), rows: 2, cols: 3 })).toThrow("needs 6 samples, not 5");
});
