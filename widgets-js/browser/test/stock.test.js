// The same widget in a kernel on the unmodified base library of stock Java kernels.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { showCell } from "../cells.js";
import { Lab } from "../lab.js";
import { textOf } from "../notebook.js";
import { judgeFrames } from "../truth.js";
import { circle, View } from "../view.js";

describe("Show4DSTEM in a stock kernel", () => {
  let lab;
  let notebook;
  before(async () => {
    lab = await Lab.start();
    const imports =
      "import java.nio.file.Path;\nimport nbscope.io.*;\nimport nbscope.compute.*;\nimport nbscope.widgets.*;\n";
    notebook = await lab.notebook("stock", ["nbscope.kernel.Nbscope.start();", imports + showCell()], "nbscope-stock");
  });
  after(() => lab?.close());

  it("is shown after one call, and follows a drag with NumPy's numbers", async () => {
    assert.doesNotMatch(textOf(await notebook.run(0)), /Exception/);
    await notebook.run(1);
    const view = await new View(notebook).painted(60_000);
    const recording = await view.record(() => view.drag("diffraction", [48, 48], circle(48, 48, 14), 30));
    const { compared, wrong } = judgeFrames(recording);
    assert.ok(compared > 0);
    assert.deepEqual(wrong, []);
    assert.deepEqual(notebook.page.errors, []);
  });
});
