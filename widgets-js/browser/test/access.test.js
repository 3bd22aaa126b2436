// axe inside JupyterLab, in its light and dark theme: nothing within the widget's root element.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import { showCell } from "../cells.js";
import { Lab } from "../lab.js";
import { View } from "../view.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];

const check = async (tags) => {
  const result = await window.axe.run(document.querySelector(".nbscope-root"), { runOnly: tags });
  const found = result.violations.map(
    (rule) => `${rule.id}: ${rule.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`,
  );
  return { found, passes: result.passes.length };
};

describe("accessibility in JupyterLab", () => {
  let lab;
  let notebook;
  before(async () => {
    lab = await Lab.start();
    notebook = await lab.notebook("axe", [showCell()]);
    await notebook.run(0);
    await new View(notebook).painted(60_000);
    // Lab's own module loader would take axe for itself.
    await notebook.page.run(
      `(() => { const define = window.define; window.define = undefined; ${axe}; window.define = define; })()`,
    );
  });
  after(() => lab?.close());

  for (const theme of ["JupyterLab Light", "JupyterLab Dark"]) {
    it(`finds nothing in ${theme}`, async () => {
      await notebook.theme(theme);
      const { found, passes } = await notebook.page.run(check, rules);
      assert.deepEqual(found, []);
      assert.ok(passes > 10, `${passes} rules applied`);
    });
  }
});
