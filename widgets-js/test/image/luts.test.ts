import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lutNames, lutTable } from "../../src/image/index.ts";

const folder = new URL("../../luts/", import.meta.url);

test("there is one colour table per file of luts/", () => {
  const files = readdirSync(folder).filter((file) => file.endsWith(".bin"));
  expect([...lutNames].sort()).toEqual(files.map((file) => file.slice(0, -4)).sort());
});

test.each(lutNames)("%s equals matplotlib's table byte for byte", (name) => {
  expect(lutTable(name)).toEqual(Uint8Array.from(readFileSync(new URL(`${name}.bin`, folder))));
});

test("an unknown colour table is refused with the names of the known ones", () => {
  expect(() => lutTable("jet")).toThrow(/no colour table "jet".*viridis/);
});
