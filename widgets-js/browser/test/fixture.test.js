// The fixture itself, with the Python kernel: nothing of nbscope is involved.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Lab } from "../lab.js";
import { textOf } from "../notebook.js";

describe("JupyterLab fixture", () => {
  let lab;
  before(async () => {
    lab = await Lab.start();
  });
  after(() => lab?.close());

  it("runs cells and reads results and errors", async () => {
    const notebook = await lab.notebook("plain", ["print('hi'); 6 * 7", "1 / 0"], "python3");
    const outputs = await notebook.run(0);
    assert.equal(textOf(outputs), "hi\n\n42");
    assert.match(textOf(await notebook.run(1)), /ZeroDivisionError/);
    assert.deepEqual(notebook.page.errors, []);
  });

  it("leaves neither kernel nor server behind", async () => {
    const own = await Lab.start();
    const notebook = await own.notebook("ends", ["import os; os.getpid()"], "python3");
    const pid = Number(textOf(await notebook.run(0)));
    await own.close();
    assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
  });
});
