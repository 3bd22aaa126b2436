import { expect, test } from "vitest";
import { analyze, paint, percentileRange } from "../../src/image/index.ts";
import { goldens } from "./golden.ts";
import { eachTwin, using } from "./twins.ts";

test("there is a golden frame of every pixel type", () => {
  expect(new Set(goldens.map(({ name }) => name.slice(0, name.indexOf("-"))))).toEqual(
    new Set(["u8", "u16", "u32", "f32"]),
  );
});

eachTwin("the golden frames", (twin) => {
  test.each(goldens)("$name: pixels equal the rule computed with NumPy and matplotlib", ({ frame, ...golden }) => {
    const { rows, cols } = frame;
    const viewport = { x0: 0, y0: 0, zoom: 1, width: cols, height: rows };
    golden.transfers.forEach((transfer, i) => {
      const out = new Uint32Array(rows * cols);
      using(twin, () => paint(out, frame, transfer, viewport));
      expect(out, JSON.stringify(transfer)).toEqual(golden.pixels.slice(i * out.length, (i + 1) * out.length));
    });
  });

  test.each(goldens)("$name: counts equal numpy.histogram, figures equal NumPy's", ({ frame, statistics }) => {
    const stats = using(twin, () => analyze(frame));
    const bins = Object.fromEntries([...stats.counts.entries()].filter(([, count]) => count > 0));
    expect(bins).toEqual(statistics.bins);
    expect([stats.finite, stats.nan]).toEqual([statistics.finite, statistics.nan]);
    expect([stats.min, stats.max]).toEqual([statistics.min ?? Number.NaN, statistics.max ?? Number.NaN]);
    for (const [ours, numpy] of [
      [stats.mean, statistics.mean ?? Number.NaN],
      [stats.std, statistics.std ?? Number.NaN],
    ] as const) {
      if (Number.isNaN(numpy)) expect(ours).toBeNaN();
      else expect(Math.abs(ours - numpy)).toBeLessThanOrEqual(1e-12 * Math.abs(numpy));
    }
  });

  test.each(goldens)("$name: percentiles equal numpy.percentile", ({ frame, statistics, percents }) => {
    using(twin, () => {
      const stats = analyze(frame);
      const ours = percents.map((percent) => percentileRange(frame, stats, percent, 100)[0]);
      expect(ours).toEqual(statistics.percentiles ?? percents.map(() => Number.NaN));
    });
  });
});
