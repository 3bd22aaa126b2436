// The notebook patch-layout.ipynb from top to bottom, and its widget under a real mouse and real keys.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { listCells } from "../cells.js";
import { Lab } from "../lab.js";
import { textOf } from "../notebook.js";
import { root, scratch } from "../place.js";

/** The numbers of both layouts and the places of the box and of the pictures on the page. */
const describeWidget = () => {
  const root = document.querySelector(".nbscope-patches");
  const texts = (row) => [...root.querySelectorAll(`[data-row="${row}"]`)].map((cell) => cell.textContent);
  const box = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x, y, width, height };
  };
  root.scrollIntoView({ block: "center" });
  return {
    here: texts("here"),
    patches: [...root.querySelectorAll(".nbscope-patch")].map(box),
    sections: [...root.querySelectorAll(".nbscope-section svg")].map(box),
  };
};

/** As described once the page has come to rest: a plot that is drawn above moves everything below it. */
async function settled(page) {
  for (let before = ""; ; ) {
    const now = await page.run(describeWidget);
    const places = JSON.stringify(now);
    if (places === before) return now;
    before = places;
    await new Promise((done) => setTimeout(done, 200));
  }
}

describe("the notebook patch-layout.ipynb", () => {
  let folder;
  let lab;
  let notebook;
  const outputs = [];
  before(async () => {
    folder = mkdtempSync(join(scratch(), "patches-"));
    cpSync(join(root, "notebooks", "patch-layout.ipynb"), join(folder, "patch-layout.ipynb"));
    lab = await Lab.start({ work: folder });
    notebook = await lab.open("patch-layout");
  });
  after(async () => {
    await lab?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("runs from top to bottom", async () => {
    for (const [at, cell] of (await notebook.page.run(listCells)).entries()) {
      if (!cell.code) continue;
      const shown = await notebook.run(at);
      const problem = shown.find(({ output_type }) => output_type === "error");
      assert.equal(problem && stripVTControlCharacters(problem.evalue), undefined, cell.source);
      outputs.push(...shown);
    }
    assert.deepEqual(notebook.page.errors, []);
  });

  it("shows the tables and draws the plot", async () => {
    const tables = outputs.filter(({ data }) => data?.["text/html"]);
    assert.equal(tables.length, 3);
    const drawn = () =>
      document.querySelectorAll(".jp-RenderedVegaCommon5 canvas, .jp-RenderedVegaCommon5 svg, .vega-embed").length;
    for (let i = 0; i < 50 && (await notebook.page.run(drawn)) === 0; i++)
      await new Promise((done) => setTimeout(done, 100));
    assert.ok((await notebook.page.run(drawn)) > 0, "Vega-Lite drew nothing");
  });

  it("moves the box in both pictures under the mouse, and the numbers follow", async () => {
    const start = await settled(notebook.page);
    assert.equal(start.here[0], "6.00×");
    assert.equal(start.here[1], "1.00×");
    const [box] = start.patches;
    const [area] = start.sections;
    const from = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    // Axis 0 runs down (6 moments), axis 1 across (24 scan rows): three rows to the right, one moment down.
    const to = { x: from.x + (3 * area.width) / 24, y: from.y + area.height / 6 };
    await notebook.page.press(from.x, from.y);
    for (let i = 1; i <= 8; i++) {
      const [x, y] = [from.x + ((to.x - from.x) * i) / 8, from.y + ((to.y - from.y) * i) / 8];
      await notebook.page.mouse("mouseMoved", x, y, { down: true });
    }
    await notebook.page.release(to.x, to.y);
    const moved = await notebook.page.run(describeWidget);
    assert.ok(Math.abs(moved.patches[1].x - start.patches[1].x - (3 * area.width) / 24) < 1);
    // Three rows on, the second layout's blocks of two rows are cut in half at both ends.
    assert.equal(moved.here[1], "1.25×");
    assert.match(textOf(await notebook.cell("Arrays.toString(show.position())")), /\[1, 3, 0, 0, 0\]/);
  });

  it("moves the box with the arrow keys", async () => {
    await notebook.page.run(() => document.querySelector(".nbscope-section").focus());
    await notebook.page.key("ArrowRight");
    await notebook.page.key("ArrowUp");
    await new Promise((done) => setTimeout(done, 500));
    assert.match(textOf(await notebook.cell("Arrays.toString(show.position())")), /\[0, 4, 0, 0, 0\]/);
  });
});
