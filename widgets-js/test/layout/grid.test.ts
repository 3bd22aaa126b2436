import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { blockSpan, borders, chunkSpan, costAt, fits } from "../../src/layout/grid.ts";

const golden = JSON.parse(readFileSync(new URL("../../protocol/state-showpatches.json", import.meta.url), "utf8"));

test("counts what a walk over every element counts", () => {
  const { shape, patch, layouts, item_bytes } = golden.state;
  for (const { position, costs } of golden.places) {
    for (const [i, layout] of layouts.entries()) {
      expect(costAt(layout, shape, patch, position, item_bytes)).toEqual(costs[i]);
    }
  }
});

test("the mean over all places is that of Java and of the walk", () => {
  const { shape, patch, layouts, item_bytes } = golden.state;
  for (const layout of layouts) {
    let sum = 0;
    let places = 0;
    for (let a = 0; a + patch[0] <= shape[0]; a++)
      for (let b = 0; b + patch[1] <= shape[1]; b++)
        for (let c = 0; c + patch[2] <= shape[2]; c++, places++)
          sum += costAt(layout, shape, patch, [a, b, c], item_bytes).amplification;
    expect(sum / places).toBeCloseTo(layout.random, 10);
  }
});

test("spans end at the block's end, the chunk's end or the array's end", () => {
  const axis = { length: 33, chunk: 12, block: 5 };
  expect(blockSpan(axis, 0, 16)).toEqual({ count: 4, from: 0, to: 17 });
  expect(blockSpan(axis, 10, 2)).toEqual({ count: 1, from: 10, to: 12 });
  expect(blockSpan(axis, 30, 3)).toEqual({ count: 1, from: 29, to: 33 });
  expect(chunkSpan(axis, 11, 2)).toEqual({ count: 2, from: 0, to: 24 });
});

test("borders start anew in each chunk, and too many are left out", () => {
  const axis = { length: 33, chunk: 12, block: 5 };
  expect(borders(axis, 160)).toEqual({ chunks: [12, 24], blocks: [5, 10, 17, 22, 29] });
  expect(borders({ length: 33, chunk: 12, block: 1 }, 20)).toEqual({ chunks: [12, 24], blocks: [] });
});

test("names the smallest cache that holds the bytes", () => {
  const caches = [1024, 65536, 1048576];
  expect([1000, 1024, 2000, 1048577].map((n) => fits(n, caches))).toEqual(["L1", "L1", "L2", "memory"]);
});
