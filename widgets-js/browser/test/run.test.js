// ShowRun in JupyterLab: a run over a file says how far it is, its pictures grow, it can be ended three ways, and the
// notebook that is saved keeps the last picture.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { file, java } from "../cells.js";
import { Lab } from "../lab.js";
import { textOf } from "../notebook.js";

/** 4096 frames on all cores, some seconds of it: slow enough to be watched, on any machine. */
const slow =
  "Udf.perFrame(frame -> { java.util.concurrent.locks.LockSupport.parkNanos(2_000_000); return frame.sum(); })";
const data = `import nbscope.compute.udf.*;
var data = DataSet.open(Path.of(${java(file("au-decahedron"))}));`;

/** In the page: what the newest ShowRun shows, and all that it showed since it was first asked. */
const describeRun = () => {
  const root = [...document.querySelectorAll(".nbscope-run")].filter((one) => one.isConnected).at(-1);
  if (!root) return null;
  const canvases = [...root.querySelectorAll("canvas[data-panel]")];
  return {
    status: root.dataset.status,
    text: root.querySelector(".nbscope-pace").textContent,
    progress: root.querySelector("progress").value,
    painted: canvases.map((canvas) => Number(canvas.dataset.painted ?? 0)),
    statistics: [...root.querySelectorAll(".nbscope-statistics")].map((one) => one.textContent),
    headings: [...root.querySelectorAll(".nbscope-heading")].map((one) => one.textContent),
  };
};

/** In the page: counts paints of partial pictures from now on. */
const watchPaints = () => {
  window.nbscopePaints = [];
  document.addEventListener("nbscope:painted", ({ target, detail }) => {
    const { status } = target.closest(".nbscope-run")?.dataset ?? {};
    window.nbscopePaints.push({ status, panel: detail.panel, t: detail.t });
  });
};

const reached = (status) => {
  const roots = [...document.querySelectorAll(".nbscope-run")];
  return roots.at(-1)?.dataset.status === status;
};

describe("a run over a file in JupyterLab", () => {
  let lab;
  let notebook;
  before(async () => {
    lab = await Lab.start();
    notebook = await lab.notebook("run", [
      data,
      `var both = UdfRunner.of(data).start(List.of(AnalysisJob.parse("adf:10,30").udf(data), ${slow}));
ShowRun.of(both).title("ring and sums").show();`,
      `ShowRun.of(UdfRunner.of(data).start(${slow})).show().result()`,
    ]);
    await notebook.run(0);
    await notebook.page.run(watchPaints);
  });
  after(() => lab?.close());

  it("says how far, how fast and how long still, while its pictures grow", async () => {
    await notebook.run(1);
    const page = notebook.page;
    await page.waitFor("a partial picture", 20_000, () =>
      window.nbscopePaints.some(({ status, panel }) => status === "running" && panel === "0"),
    );
    await page.waitFor("a rate", 10_000, () =>
      /about \d+ s left/.test(document.querySelector(".nbscope-run").textContent),
    );
    const half = await page.run(describeRun);
    assert.equal(half.status, "running");
    assert.match(half.text, /^Cancel\d+ %, \d+ of 75 MB, [\d.]+ [MG]B\/s, about \d+ s left$/);
    assert.ok(half.progress > 0 && half.progress < 1);
    assert.deepEqual(half.headings, ["adf:10,30", "per frame"]);
    assert.match(half.statistics[0], /NaN/);
    // The kernel is free for cells and gestures meanwhile.
    assert.match(textOf(await notebook.cell("both.isDone()")), /false/);
    await page.waitFor("the end", 60_000, reached, "done");
    const paints = (await page.run(() => window.nbscopePaints)).filter(({ panel }) => panel === "0");
    const partial = paints.filter(({ status }) => status === "running");
    assert.ok(partial.length >= 3, `${partial.length} partial pictures`);
    const seconds = (partial.at(-1).t - partial[0].t) / 1000;
    assert.ok(partial.length <= 10 * seconds + 3, `${partial.length} pictures in ${seconds} s`);
  });

  it("ends with the numbers of the finished run and keeps the picture in the notebook that is saved", async () => {
    const sum = textOf(await notebook.cell('((NdArray) both.await().get(0)).shape()[0] + " rows"'));
    assert.match(sum, /64 rows/);
    await notebook.page.waitFor("whole pictures", 10_000, () =>
      [...document.querySelectorAll(".nbscope-run .nbscope-statistics")].every(
        (one) => /min/.test(one.textContent) && !/NaN/.test(one.textContent),
      ),
    );
    const end = await notebook.page.run(describeRun);
    assert.match(end.text, /75 MB in [\d.]+ s, [\d.]+ [MG]B\/s$/);
    await notebook.save();
    const saved = JSON.parse(readFileSync(join(lab.work, "run.ipynb"), "utf8"));
    const [output] = saved.cells[1].outputs;
    assert.ok(output.data["image/png"].length > 1000);
    assert.match([output.data["text/plain"]].flat().join(""), /ring and sums · done · 75 MB/);
  });

  it("is cancelled by its button while a cell waits for it, and by an interrupt of that cell", async () => {
    const { page } = notebook;
    const names = [];
    for (const stop of [
      () =>
        document
          .querySelectorAll(".nbscope-run")
          [document.querySelectorAll(".nbscope-run").length - 1].querySelector(".nbscope-pace button")
          .click(),
      () => window.nbscopePanel.sessionContext.session.kernel.interrupt(),
    ]) {
      await page.run(() => {
        window.nbscopePaints.length = 0;
      });
      await notebook.start(2);
      await page.waitFor("a partial picture", 20_000, () =>
        window.nbscopePaints.some(({ status }) => status === "running"),
      );
      await page.run(stop);
      await page.waitFor("the end", 5000, reached, "cancelled");
      await page.waitFor(
        "the end of the cell",
        10_000,
        () => window.nbscopePanel.sessionContext.session.kernel.status === "idle",
      );
      const { text } = await page.run(describeRun);
      assert.match(text, /cancelled after \d+ %$/);
      names.push((await notebook.outputs(2)).find(({ output_type }) => output_type === "error")?.ename);
    }
    assert.ok(
      names.every((name) => name),
      `the cells ended with ${names}`,
    );
  });

  it("is cancelled by an interrupt of the kernel although no cell runs", async () => {
    await notebook.cell(`ShowRun.of(UdfRunner.of(data).start(${slow})).show();`);
    await notebook.page.waitFor("the run", 20_000, reached, "running");
    await notebook.page.run(() => window.nbscopePanel.sessionContext.session.kernel.interrupt());
    await notebook.page.waitFor("the end", 5000, reached, "cancelled");
  });

  it("says why it failed in the place of the bar", async () => {
    await notebook.cell(
      'ShowRun.of(UdfRunner.of(data).start(Udf.perFrame(frame -> { throw new IllegalStateException("the disk is gone"); }))).show();',
    );
    await notebook.page.waitFor("the sentence", 20_000, reached, "error");
    assert.equal((await notebook.page.run(describeRun)).text, "Cancelthe disk is gone");
    assert.deepEqual(notebook.page.errors, []);
  });
});
