// The notebook of the repository, executed in the browser on the Java device and on PoCL: the same pictures to the bit.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { runOnce } from "../once.js";
import { data, root, scratch } from "../place.js";

/** A folder with a copy of the notebook beside the data. */
function copy() {
  const folder = mkdtempSync(join(scratch(), "story-"));
  cpSync(join(root, "notebooks", "show4dstem.ipynb"), join(folder, "show4dstem.ipynb"));
  symlinkSync(data, join(folder, "data"));
  return folder;
}

const on = (device) => ({ edit: (source) => source.replace(/Show4DSTEM\.of\((\w+)\)/, `$&.device(${device})`) });

describe("the notebook show4dstem.ipynb", () => {
  const folders = [];
  let pictures;
  const run = (options) => {
    folders.push(copy());
    return runOnce(folders.at(-1), options);
  };
  before(async () => {
    pictures = await run(on("Device.java()"));
  });
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  it("runs from top to bottom on the Java device and shows both widgets", () => {
    assert.equal(pictures.length, 2);
  });

  it("shows the same pictures on OpenCL, to the bit", async () => {
    const others = await run(on("Device.openCl()"));
    assert.equal(others.length, pictures.length);
    for (const [i, picture] of pictures.entries()) assert.ok(picture.pixels.equals(others[i].pixels), `widget ${i}`);
  });
});
