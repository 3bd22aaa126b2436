// Single gestures: probe, presets, time, free, running a cell again.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { file, java, showCell } from "../cells.js";
import { Lab } from "../lab.js";
import { textOf } from "../notebook.js";
import { judgeCanvas, judgeFrames } from "../truth.js";
import { View } from "../view.js";

const kinds = (recording, kind) => recording.sent.filter(({ content }) => content.kind === kind);

describe("gestures on Show4DSTEM in JupyterLab", () => {
  let lab;
  let notebook;
  let view;
  before(async () => {
    lab = await Lab.start();
    const gray = '.diffraction(Display.lut("gray").log())';
    notebook = await lab.notebook("gestures", [showCell({ more: gray }), "show.free()", "Memory.report().total()"]);
    await notebook.run(0);
    view = await new View(notebook).painted(60_000);
  });
  after(() => lab?.close());

  it("shows the pattern of the clicked scan position", async () => {
    const recording = await view.record(() => view.clickAt("virtual", 20, 41));
    const answer = recording.frames.findLast(({ content }) => content.panel === "diffraction");
    assert.deepEqual(answer.content.probe, [20, 41]);
    assert.deepEqual(judgeFrames(recording).wrong, []);
    const place = (await view.describe()).panels.diffraction;
    assert.equal(place.seq, answer.content.seq);
    const rgba = (await view.pixels("diffraction")).toString("base64");
    assert.deepEqual(
      judgeCanvas({ ...answer.content, ...place, panel: "diffraction", rgba, lut: "gray", scale: "log" }),
      { wrong: [] },
    );
  });

  it("computes once and sends one data message for a preset", async () => {
    for (const name of ["ABF", "BF"]) {
      const recording = await view.record(() => view.button(name));
      assert.equal(kinds(recording, "virtual").length, 1, `${name}: requests`);
      assert.equal(recording.frames.length, 1, `${name}: data messages`);
      assert.deepEqual(judgeFrames(recording).wrong, []);
    }
  });

  it("keeps what a person chose: the cell reads it", async () => {
    await view.record(() => view.button("BF"));
    assert.match(textOf(await notebook.cell("show.detector().kind()")), /DISK/);
  });

  it("leaves no comm behind when the cell runs again", async () => {
    await notebook.run(0);
    await view.painted();
    const once = Object.keys(await notebook.comms()).length;
    for (let i = 0; i < 3; i++) await notebook.run(0);
    await view.painted();
    assert.equal(Object.keys(await notebook.comms()).length, once);
    assert.equal(await notebook.page.run(() => document.querySelectorAll(".nbscope-root").length), 1);
  });

  it("shows that free() gave the memory back, and the ledger is at zero", async () => {
    await notebook.run(1);
    await view.status("freed");
    assert.equal(textOf(await notebook.run(2)).trim(), "0");
    const recording = await view.record(() => view.clickAt("virtual", 10, 10));
    assert.equal(recording.frames.length, 0);
  });
});

describe("a focal series in JupyterLab", () => {
  let lab;
  before(async () => {
    lab = await Lab.start();
  });
  after(() => lab?.close());

  it("shows the right frame after a time step", async () => {
    const notebook = await lab.notebook("series", [
      showCell({ path: file("focal-series"), detector: "Detector.disk(8)" }),
    ]);
    await notebook.run(0);
    const view = await new View(notebook).painted(60_000);
    for (const frame of [1, 2]) {
      const recording = await view.record(() => view.labelled("Next frame"));
      assert.deepEqual([...new Set(recording.frames.map(({ content }) => content.frame))], [frame]);
      assert.deepEqual(recording.frames.map(({ content }) => content.panel).sort(), ["diffraction", "virtual"]);
      assert.deepEqual(judgeFrames(recording, "focal-series").wrong, []);
      const { panels } = await view.describe();
      for (const { content } of recording.frames) assert.equal(panels[content.panel].seq, content.seq);
    }
  });

  it("shows freed in every widget on a borrowed stack", async () => {
    const cell = `var data = DataSet.open(Path.of(${java(file("focal-series"))}));
var stack = DeviceStack.load(data, Device.java());
var one = Show4DSTEM.of(stack).show();
var two = Show4DSTEM.of(stack).show();`;
    const notebook = await lab.notebook("borrowed", [cell, "stack.free()"]);
    await notebook.run(0);
    const views = [await new View(notebook).painted(60_000), await new View(notebook, 1).painted()];
    await notebook.run(1);
    for (const view of views) await view.status("freed");
  });
});
