import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ready } from "../../src/image";
import { choosePreset } from "../../src/ui/toolbar.ts";
import { Session } from "../../src/widgets/session.ts";
import { FakeModel } from "../fake.ts";

let model: FakeModel;
let session: Session;

function start(overrides: Record<string, unknown> = {}): void {
  model = new FakeModel(overrides);
  session = new Session(model);
  session.open();
}

/** Starts with both images on the page and nothing open. */
function startShown(overrides: Record<string, unknown> = {}): void {
  start(overrides);
  model.answerAll();
}

const moved = (row: number): typeof session.detector.value => ({ ...session.detector.value, row });

beforeEach(async () => {
  await ready();
  vi.useFakeTimers();
});

afterEach(() => {
  session.close();
  vi.useRealTimers();
});

test("the first view asks for the status and for both images, a second one for the status only", () => {
  start();
  expect(model.sent.map(({ kind }) => kind)).toEqual(["ready", "virtual", "pattern"]);
  session.open();
  expect(model.sent.map(({ kind }) => kind)).toEqual(["ready", "virtual", "pattern", "ready"]);
  session.close();
});

test("while the data are loading nothing is asked for; when they are live both images are", () => {
  start({ status: "loading", message: "reading", progress: 0.4 });
  expect(model.sent.map(({ kind }) => kind)).toEqual(["ready"]);
  expect(session.condition.value).toBe("loading");
  model.set("status", "live");
  expect(model.sent.map(({ kind }) => kind)).toEqual(["ready", "virtual", "pattern"]);
});

test("a preset is one request and one save", () => {
  startShown();
  choosePreset(session, 1);
  expect(model.sent).toHaveLength(1);
  expect(model.sent[0]).toMatchObject({ kind: "virtual", detector: { inner: 5, outer: 15 } });
  model.answerAll();
  expect(model.sent).toEqual([]);
  expect(model.saves).toBe(1);
  expect(model.get("detector")).toEqual(session.detector.value);
});

test("the preset that is already set is no request", () => {
  startShown();
  choosePreset(session, 0);
  model.answerAll();
  choosePreset(session, 0);
  expect(model.sent).toEqual([]);
  expect(model.saves).toBe(1);
});

test("a gesture of many moves saves once, at its end", () => {
  startShown();
  for (let row = 10; row < 20; row++) session.editDetector(moved(row));
  expect(model.saves).toBe(0);
  session.commit();
  expect(model.saves).toBe(1);
  session.commit();
  expect(model.saves).toBe(1);
});

test("a burst of keys saves once, when the keys are quiet", () => {
  startShown();
  for (let row = 10; row < 15; row++) {
    session.editDetector(moved(row));
    session.commitSoon();
    vi.advanceTimersByTime(100);
  }
  expect(model.saves).toBe(0);
  vi.advanceTimersByTime(300);
  expect(model.saves).toBe(1);
});

test("a view that closes right after a key saves what it owes", () => {
  startShown();
  session.editDetector(moved(12));
  session.commitSoon();
  session.close();
  expect(model.saves).toBe(1);
  session.open();
});

test("the place behind the presets is the detector that was last set by hand or from a cell", () => {
  startShown();
  const first = session.detector.value;
  choosePreset(session, 0);
  choosePreset(session, 4);
  expect(session.detector.value).toEqual(first);
  model.set("detector", { kind: "disk", row: 3, col: 4, inner: 0, outer: 2 });
  choosePreset(session, 1);
  choosePreset(session, 4);
  expect(session.detector.value).toMatchObject({ kind: "disk", row: 3 });
});

test("a comm that throws breaks no gesture: the kernel counts as silent", () => {
  startShown();
  vi.spyOn(model, "send").mockImplementation(() => {
    throw new Error("Cannot send");
  });
  vi.spyOn(model, "save_changes").mockImplementation(() => {
    throw new Error("Cannot send");
  });
  session.editDetector(moved(9));
  session.commit();
  expect(session.condition.value).toBe("silent");
  expect(session.detector.value.row).toBe(9);
});

test("contrast, colours and scale never ask the kernel", () => {
  startShown();
  session.look("virtual", { lut: "viridis", scale: "log", low: 3, high: 9, auto: null, invert: true });
  session.commit();
  expect(model.sent).toEqual([]);
  expect(model.saves).toBe(1);
});

test("a detector set from a cell is asked for and not saved back", () => {
  startShown();
  model.set("detector", { kind: "disk", row: 3, col: 4, inner: 0, outer: 2 });
  expect(model.sent).toMatchObject([{ kind: "virtual", detector: { row: 3, col: 4 } }]);
  expect(model.saves).toBe(0);
});

test.each([
  ["frame", 2, ["virtual", "pattern"]],
  ["probe", [1, 1], ["pattern"]],
  ["pattern_source", "sum", ["pattern"]],
])("a change of %s from a cell asks for what it changes", (key, value, kinds) => {
  startShown();
  model.set(key, value);
  expect(model.sent.map(({ kind }) => kind)).toEqual(kinds);
});

test("a time step asks for both images of that frame and wraps at the end", () => {
  startShown();
  session.goTo(2);
  expect(model.sent).toMatchObject([
    { kind: "virtual", frame: 2 },
    { kind: "pattern", frame: 2 },
  ]);
  session.goTo(3);
  expect(session.frame.value).toBe(0);
  session.goTo(-1);
  expect(session.frame.value).toBe(2);
});

test("a probe move leaves the sum pattern", () => {
  startShown({ pattern_source: "sum" });
  session.moveProbe([5, 6]);
  expect(model.sent).toMatchObject([{ kind: "pattern", row: 5, col: 6, source: "probe" }]);
});

test("freed data are said to be freed, the last image stays, and nothing is asked for", () => {
  startShown();
  const image = session.images.virtual.value;
  session.editDetector(moved(9));
  model.sent.length = 0;
  model.set("status", "freed");
  session.editDetector(moved(11));
  vi.advanceTimersByTime(10_000);
  expect(session.condition.value).toBe("freed");
  expect(session.images.virtual.value).toBe(image);
  expect(model.sent).toEqual([]);
});

test("an error of the kernel is a condition and the last image stays", () => {
  startShown();
  const image = session.images.virtual.value;
  session.editDetector(moved(9));
  model.reply({ kind: "error", panel: "virtual", seq: 2, message: "Not enough memory." });
  expect(session.condition.value).toBe("error");
  expect(session.images.virtual.value).toBe(image);
});

test("after 400 ms without an answer the images count as stale, after long silence the kernel as silent", () => {
  startShown();
  session.editDetector(moved(9));
  vi.advanceTimersByTime(300);
  expect(session.condition.value).toBe("live");
  vi.advanceTimersByTime(300);
  expect(session.condition.value).toBe("stale");
  vi.advanceTimersByTime(8000);
  expect(session.condition.value).toBe("silent");
});

test("fit centre moves the detector to the answer and saves", async () => {
  startShown();
  const done = session.fitCentre();
  const [request] = model.requests("fit_centre");
  model.reply({ kind: "centre", seq: request!.seq, row: 14.25, col: 16.5, radius: 5 });
  await done;
  expect(session.detector.value).toMatchObject({ row: 14.25, col: 16.5, inner: 4, outer: 9 });
  expect(model.requests("virtual")).toHaveLength(1);
  expect(model.saves).toBe(1);
});

test("fit centre without an answer ends with a sentence", async () => {
  startShown();
  const done = session.fitCentre();
  vi.advanceTimersByTime(11_000);
  await done;
  expect(session.notice.value).toBe("");
  expect(session.client.error.value).toContain("centre");
});

test("automatic contrast follows each image, typed bounds do not", () => {
  startShown();
  const [low] = session.ranges.virtual.value;
  session.editDetector(moved(9));
  model.answerAll();
  expect(session.ranges.virtual.value[0]).toBeGreaterThan(low);
  session.look("virtual", { auto: null, low: 5, high: 50 });
  session.editDetector(moved(10));
  model.answerAll();
  expect(session.ranges.virtual.value).toEqual([5, 50]);
});

test("a partial state, as an older kernel would send it, still has every key", () => {
  start({ calibration: { mrad_per_pixel: 1 }, display: { virtual: { lut: "magma" } }, presets: undefined });
  expect(session.shown.value.calibration).toEqual({
    mrad_per_pixel: 1,
    scan_step_A: null,
    centre: null,
    semiangle_mrad: null,
  });
  expect(session.display.value.virtual).toMatchObject({ lut: "magma", scale: "linear", auto: [0.5, 99.5] });
  expect(session.shown.value.presets).toEqual([]);
});
