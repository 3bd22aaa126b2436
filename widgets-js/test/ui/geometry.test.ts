import { describe, expect, test } from "vitest";
import { fitted, pan, place, zoomAt } from "../../src/ui/camera.ts";
import { bytes, full, grouped, short } from "../../src/ui/format.ts";
import { resized, tidy, withKind } from "../../src/ui/roi.ts";
import { lengthText, niceLength } from "../../src/ui/scalebar.ts";
import { bentHistogram, clipped, fromAxis, toAxis } from "../../src/ui/transfer.ts";
import type { Detector } from "../../src/wire/state.ts";

const pane = { width: 400, height: 300 };

describe("camera", () => {
  test("a fitted image lies in the middle of its pane", () => {
    expect(place(fitted, 64, 64, pane)).toEqual({ scale: 300 / 64, x0: 32 - 200 / (300 / 64), y0: 0 });
  });

  test("the image point under the pointer stays there through a zoom", () => {
    const camera = { magnification: 4, x: 30, y: 28 };
    const from = place(camera, 64, 64, pane);
    const to = place(zoomAt(camera, from, pane, 1.5, 120, 80), 64, 64, pane);
    expect(to.x0 + 120 / to.scale).toBeCloseTo(from.x0 + 120 / from.scale, 9);
    expect(to.y0 + 80 / to.scale).toBeCloseTo(from.y0 + 80 / from.scale, 9);
  });

  test("zooming out ends at the fitted image", () => {
    const from = place(fitted, 64, 64, pane);
    expect(zoomAt(fitted, from, pane, 0.5, 10, 10)).toEqual(fitted);
  });

  test("panning pushes the image with the pointer and stops at its edge", () => {
    const camera = { magnification: 4, x: 32, y: 32 };
    const from = place(camera, 64, 64, pane);
    expect(place(pan(camera, from, pane, 10, 0), 64, 64, pane).x0).toBeCloseTo(from.x0 - 10 / from.scale, 9);
    expect(place(pan(camera, from, pane, 1e6, 1e6), 64, 64, pane)).toMatchObject({ x0: 0, y0: 0 });
  });
});

describe("detector", () => {
  const ring: Detector = { kind: "annulus", row: 5, col: 6, inner: 3, outer: 8 };

  test("its centre stays on the pattern", () => {
    expect(tidy({ ...ring, row: -4, col: 99 }, [32, 48])).toMatchObject({ row: 0, col: 47 });
  });

  test("a radius stops at the other one", () => {
    expect(resized(ring, "inner", 12).inner).toBe(7.5);
    expect(resized(ring, "outer", 1).outer).toBe(3.5);
    expect(resized({ ...ring, kind: "disk" }, "outer", 1).outer).toBe(1);
  });

  test("an annulus made of a disk has a hole", () => {
    expect(withKind({ ...ring, kind: "disk", inner: 0 }, "annulus")).toMatchObject({ kind: "annulus", inner: 4 });
  });
});

describe("scale bar", () => {
  test.each([
    [0.07, 0.05],
    [1, 1],
    [1.99, 1],
    [4.9, 2],
    [9.99, 5],
    [370, 200],
  ])("at most %d becomes %d", (most, length) => {
    expect(niceLength(most)).toBeCloseTo(length, 12);
  });

  test("ten Å read as one nanometre", () => {
    expect([lengthText(5, "Å"), lengthText(10, "Å"), lengthText(20, "mrad"), lengthText(10, "px")]).toEqual([
      "5 Å",
      "1 nm",
      "20 mrad",
      "10 px",
    ]);
  });
});

describe("contrast axis", () => {
  const extent = { min: -2, max: 60000 };

  test.each(["linear", "log", "sqrt", "power"] as const)("a place on the %s axis is a value and back", (scale) => {
    const curve = { scale, gamma: 0.4 };
    for (const place of [0.1, 0.5, 0.93, 1]) {
      expect(toAxis(fromAxis(place, curve, extent), curve, extent)).toBeCloseTo(place, 9);
    }
    expect(toAxis(60000, curve, extent)).toBe(1);
  });

  test.each(["log", "sqrt", "power"] as const)("the %s histogram keeps every count", (scale) => {
    const counts = Uint32Array.from({ length: 4096 }, (_, i) => (i * 7919) % 13);
    const drawn = bentHistogram(counts, 256, { scale, gamma: 0.4 }, { min: 0, max: 60000 });
    const total = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0);
    expect(total(drawn)).toBeCloseTo(total(counts), 3);
  });

  test("the clipped share counts both sides", () => {
    const counts = Uint32Array.of(10, 20, 30, 40);
    expect(clipped(counts, { min: 0, max: 4 }, 1, 3)).toBeCloseTo(0.5, 12);
    expect(clipped(counts, { min: 5, max: 5 }, 0, 1)).toBe(0);
  });
});

test("numbers read as a person writes them", () => {
  expect([0, 1284, 31.2345, -0.5, 4.1e7, 2e-5, Number.NaN].map(short)).toEqual([
    "0",
    "1284",
    "31.23",
    "−0.5",
    "4.10e7",
    "2.00e-5".replace("-", "−"),
    "NaN",
  ]);
  expect(full(1234567)).toBe("1\u2009234\u2009567");
  expect(grouped("-1234")).toBe("−1\u2009234");
  expect([bytes(0), bytes(2048), bytes(5.6 * 2 ** 30)]).toEqual(["0 B", "2.0 KiB", "5.6 GiB"]);
});
