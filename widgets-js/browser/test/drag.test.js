// The main promise: drag the detector, and the virtual image follows; every number is NumPy's.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { file, java, showCell } from "../cells.js";
import { Lab } from "../lab.js";
import { judgeCanvas, judgeFrames } from "../truth.js";
import { circle, View } from "../view.js";

const only = (panel, recording) => ({
  ...recording,
  frames: recording.frames.filter(({ content }) => content.panel === panel),
  painted: recording.painted.filter((event) => event.panel === panel),
});

/** The last canvas of a panel with what its frame says about itself. */
async function shown(view, recording, panel, more) {
  const place = (await view.describe()).panels[panel];
  const last = recording.frames.findLast(({ content }) => content.panel === panel && content.seq === place.seq);
  assert.ok(last, `the canvas shows number ${place.seq}, which never arrived`);
  const rgba = (await view.pixels(panel)).toString("base64");
  return { ...last.content, ...place, panel, rgba, lut: "gray", scale: "linear", percent: [0.5, 99.5], ...more };
}

/** From the calibrated centre on: another place would make the press miss the detector. */
async function dragOnce(view, centre = [48, 48]) {
  await view.record(() => view.button("BF"));
  return only("virtual", await view.record(() => view.drag("diffraction", centre, circle(...centre, 14))));
}

/** A shared machine may disturb a drag; then a second one counts. */
async function bestDrag(view, wanted, attempts = 2) {
  let best = null;
  for (let i = 0; i < attempts && (best?.painted.length ?? 0) < wanted; i++) {
    const next = await dragOnce(view);
    if (next.painted.length > (best?.painted.length ?? -1)) best = next;
  }
  return best;
}

describe("dragging the detector in JupyterLab", () => {
  let lab;
  let notebook;
  let view;
  before(async () => {
    lab = await Lab.start();
    const busy = "Thread.sleep(3000); 5";
    notebook = await lab.notebook("drag", [
      showCell(),
      busy,
      "var second = Show4DSTEM.of(data).detector(Detector.disk(10)).show();",
    ]);
    await notebook.run(0);
    view = await new View(notebook).painted(60_000);
    await dragOnce(view);
  });
  after(() => lab?.close());

  it("paints at least 40 virtual images for 60 moves at 16 ms, 30 of them different", async () => {
    const recording = await bestDrag(view, 40);
    const numbers = new Set(recording.painted.map((event) => event.seq));
    assert.equal(numbers.size, recording.painted.length, "an image was counted twice");
    assert.ok(numbers.size >= 40, `${numbers.size} images were painted`);
    const { compared, different, wrong } = judgeFrames(recording);
    assert.deepEqual(wrong, []);
    assert.equal(compared, recording.frames.length);
    assert.ok(different >= 30, `${different} images were different`);
  });

  it("ends with NumPy's image on the canvas, pixel by pixel", async () => {
    const recording = await dragOnce(view);
    const last = recording.sent.findLast(({ content }) => content.kind === "virtual");
    const canvas = await shown(view, recording, "virtual");
    assert.equal(canvas.seq, last.content.seq, "the last wish is not what is shown");
    assert.deepEqual(judgeCanvas(canvas), { wrong: [] });
  });

  it("sends gestures as custom messages and saves the state once", async () => {
    const recording = await dragOnce(view);
    const saves = recording.states.filter(({ data }) => data.method === "update" && "detector" in data.state);
    assert.equal(saves.length, 1);
    assert.ok(recording.sent.every(({ content }) => content.gesture === true));
  });

  it("goes on while a cell runs for three seconds", async () => {
    await view.record(() => view.button("BF"));
    const running = () => window.nbscopePanel.content.model.cells.get(1).outputs.length === 0;
    const seen = await view.record(async () => {
      await notebook.start(1);
      await notebook.page.waitFor(
        "the busy kernel",
        5000,
        () => window.nbscopePanel.sessionContext.session.kernel.status === "busy",
      );
      await view.drag("diffraction", [48, 48], circle(48, 48, 14), 30);
      assert.equal(await notebook.page.run(running), true, "the cell ended before the drag did");
      const { frames } = await notebook.page.run(() => ({ frames: window.nbscopeRecorder.frames.length }));
      assert.ok(frames >= 5, `${frames} answers came while the cell ran`);
    });
    const recording = only("virtual", seen);
    assert.deepEqual(judgeFrames(recording).wrong, []);
    await notebook.page.waitFor(
      "the end of the cell",
      10_000,
      () => window.nbscopePanel.content.model.cells.get(1).outputs.length > 0,
    );
  });

  it("leaves a second widget of the same data alone", async () => {
    await notebook.run(2);
    const other = await new View(notebook, 1).painted();
    const untouched = await other.pixels("virtual");
    await view.painted();
    const recording = await dragOnce(view);
    assert.equal(new Set(recording.frames.map(({ comm }) => comm)).size, 1);
    assert.deepEqual(await other.pixels("virtual"), untouched);
    await other.painted();
    const second = await dragOnce(other);
    assert.ok(second.frames.length > 0);
    assert.deepEqual(judgeFrames(second).wrong, []);
  });
});

describe("a drag over a file that lies elsewhere", () => {
  it("works with spaces in its path", async () => {
    const lab = await Lab.start();
    try {
      const copy = `java.nio.file.Files.copy(Path.of(${java(file("au-decahedron"))}), Path.of("my data.b2nd"));`;
      const notebook = await lab.notebook("my notebook", [copy, showCell({ path: "my data.b2nd" })]);
      await notebook.run(0);
      await notebook.run(1);
      const view = await new View(notebook).painted(60_000);
      assert.deepEqual(judgeFrames(await dragOnce(view)).wrong, []);
    } finally {
      await lab.close();
    }
  });
});
