// Bad input: a sentence in the cell that says what and what to do, no stack trace of ours, and the kernel lives.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { file, showCell } from "../cells.js";
import { Lab } from "../lab.js";
import { textOf } from "../notebook.js";
import { scratch } from "../place.js";

/** An .npy file of u16 (or another type) with `bytes` bytes of data behind its header. */
function npy(shape, bytes, type = "<u2") {
  const header = `${`{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(", ")},), }`.padEnd(117)}\n`;
  const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8]);
  return Buffer.concat([start, Buffer.from(header), Buffer.alloc(bytes)]);
}

describe("bad input in a notebook", () => {
  let lab;
  let notebook;
  let folder;
  const path = (name) => join(folder, name);
  const write = (name, bytes) => writeFileSync(path(name), bytes);

  before(async () => {
    folder = mkdtempSync(join(scratch(), "bad-"));
    write("short.npy", npy([4, 4, 8, 8], 100));
    write("flat.npy", npy([6, 7], 84));
    write("complex.npy", npy([2, 2, 3, 3], 576, "<c16"));
    const whole = readFileSync(file("au-decahedron"));
    write("short.b2nd", whole.subarray(0, Math.floor(whole.length / 2)));
    lab = await Lab.start();
    notebook = await lab.notebook("bad", ["1 + 1"]);
    await notebook.run(0);
  });
  after(async () => {
    await lab?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function refuses(cell, ...expected) {
    const outputs = await notebook.cell(cell);
    const text = stripVTControlCharacters(textOf(outputs));
    for (const pattern of expected) assert.match(text, pattern);
    assert.ok(
      outputs.some((output) => output.output_type === "error"),
      `no error in: ${text}`,
    );
    assert.doesNotMatch(text, /^\s*at nbscope\./m, "a stack trace of ours");
    assert.match(textOf(await notebook.cell("6 * 7")), /42/, "the kernel lives");
  }

  it("says that a file is missing", () =>
    refuses(showCell({ path: path("none.npy") }), /none\.npy/, /no such file|does not exist|not found|missing/i));
  it("says where a truncated .npy ends", () =>
    refuses(showCell({ path: path("short.npy") }), /short\.npy/, /\d+/, /expected|needs|promises/i));
  it("says where a truncated .b2nd ends", () =>
    refuses(showCell({ path: path("short.b2nd") }), /short\.b2nd/, /expected|needs|promises|truncated/i));
  it("says which shape it wants", () =>
    refuses(showCell({ path: path("flat.npy") }), /flat\.npy|6.*7/, /4D|5D|four|dimension|axes/i));
  it("says which types it reads", () =>
    refuses(showCell({ path: path("complex.npy") }), /complex\.npy/, /c16|complex/i));
  it("says what would fit when a stack is larger than the budget", () =>
    refuses(`Memory.budget(1 << 20);\n${showCell()}`, /budget|memory/i, /bin|free\(\)|budget/i));
});

describe("a kernel without the launch flags", () => {
  it("works, and says once that it is slower", async () => {
    const lab = await Lab.start();
    try {
      const spec = JSON.parse(readFileSync(lab.kernelFile("nbscope"), "utf8"));
      const flags = /^--(add-modules|enable-native|sun-misc)|^jdk\.incubator|^-XX:SharedArchiveFile/;
      lab.addKernel("nbscope-bare", { ...spec, argv: spec.argv.filter((word) => !flags.test(word)) });
      const notebook = await lab.notebook("bare", [showCell(), "2 + 2"], "nbscope-bare");
      const text = textOf(await notebook.run(0)) + textOf(await notebook.run(1));
      assert.match(text, /jdk\.incubator\.vector/);
      assert.equal(text.match(/jdk\.incubator\.vector/g).length, 1, text);
      assert.match(text, /4/);
      assert.doesNotMatch(text, /^\s*at nbscope\./m);
    } finally {
      await lab.close();
    }
  });
});

describe("a front end without anywidget", () => {
  it("leaves a sentence instead of an empty cell", async () => {
    const lab = await Lab.start({ without: "anywidget" });
    try {
      const notebook = await lab.notebook("plain", [showCell()]);
      const outputs = await notebook.run(0);
      const shown = outputs.find((output) => output.output_type === "display_data");
      assert.match(`${shown?.data["text/plain"]}`, /Show4DSTEM/);
      const seen = await notebook.page.waitFor("a sentence on the page", 20_000, () => {
        const text = document.querySelector(".jp-Notebook .jp-Cell-outputArea")?.textContent ?? "";
        return /anywidget/.test(text) && text;
      });
      assert.match(seen, /install|pip/i);
      assert.match(textOf(await notebook.cell("6 * 7")), /42/);
    } finally {
      await lab.close();
    }
  });
});
