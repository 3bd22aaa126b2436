// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import widget from "../../src/widgets/show4dstem.ts";
import { FakeModel, key, pointer } from "../fake.ts";

// Without layout a stage measures 320 × 320: the 32 × 32 pattern lies at 10 screen pixels per pixel.
const scale = 10;
const centre = (15.5 + 0.5) * scale;

let model: FakeModel;
let el: HTMLElement;
let unmount: () => void;

const find = <E extends HTMLElement>(selector: string): E => {
  const found = el.querySelector<E>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
};
const root = (): HTMLElement => find(".nbscope-root");
const canvas = (panel: string): HTMLElement => find(`canvas[data-panel=${panel}]`);
const stage = (panel: string): HTMLElement => canvas(panel).parentElement!;
const detector = (): Record<string, number> => model.requests("virtual").at(-1)!["detector"] as Record<string, number>;
const button = (text: string): HTMLButtonElement => {
  const found = [...el.querySelectorAll("button")].find((one) => one.textContent === text);
  if (!found) throw new Error(`no button ${text}`);
  return found;
};

async function show(overrides: Record<string, unknown> = {}): Promise<void> {
  model = new FakeModel(overrides);
  unmount = await widget.render({ model, el });
}

async function showLive(overrides: Record<string, unknown> = {}): Promise<void> {
  await show(overrides);
  model.answerAll();
  await nextFrame();
}

const nextFrame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 5)));

function drag(from: [number, number], to: [number, number][], more: Record<string, unknown> = {}): void {
  const target = stage("diffraction");
  target.dispatchEvent(pointer("pointerdown", ...from, more));
  for (const [x, y] of to) target.dispatchEvent(pointer("pointermove", x, y, more));
}

const release = (x: number, y: number): void => {
  stage("diffraction").dispatchEvent(pointer("pointerup", x, y, { buttons: 0 }));
};

beforeEach(() => {
  el = document.createElement("div");
  document.body.append(el);
});

afterEach(() => {
  unmount();
  el.remove();
  vi.restoreAllMocks();
});

test("an image on the canvas is told by attributes and events", async () => {
  const seen: [string, string, number][] = [];
  for (const type of ["nbscope:arrived", "nbscope:painted"]) {
    el.addEventListener(type, (event) => {
      const { panel, seq } = (event as CustomEvent<{ panel: string; seq: number }>).detail;
      seen.push([type, panel, seq]);
    });
  }
  await show();
  expect(root().dataset["status"]).toBe("empty");
  model.answer(model.requests("virtual")[0]!);
  expect(seen).toEqual([
    ["nbscope:arrived", "virtual", 1],
    ["nbscope:painted", "virtual", 1],
  ]);
  expect(canvas("virtual").dataset["seq"]).toBe("1");
  expect(canvas("virtual").dataset["painted"]).toBe("1");
  expect(root().dataset["status"]).toBe("live");
});

test("of several images in one animation frame the first and the last are painted", async () => {
  await showLive();
  const before = Number(canvas("virtual").dataset["painted"]);
  drag([centre, centre], [[centre + 5, centre]]);
  for (let i = 0; i < 3; i++) {
    model.answer(model.requests("virtual").at(-1)!);
    drag([0, 0], [[centre + 10 + i, centre]]);
  }
  expect(Number(canvas("virtual").dataset["painted"])).toBe(before + 1);
  await nextFrame();
  expect(Number(canvas("virtual").dataset["painted"])).toBe(before + 2);
  expect(Number(canvas("virtual").dataset["seq"])).toBe(model.requests("virtual").length);
});

test("dragging inside the detector moves it at once and saves at release", async () => {
  await showLive();
  const ring = find(".nbscope-stroke-over").getAttribute("d");
  drag([centre + 50, centre], [[centre + 70, centre - 30]]);
  expect(detector()).toMatchObject({ row: 12.5, col: 17.5, inner: 4, outer: 9 });
  await nextFrame();
  expect(find(".nbscope-stroke-over").getAttribute("d")).not.toBe(ring);
  expect(model.saves).toBe(0);
  release(centre + 70, centre - 30);
  expect(model.saves).toBe(1);
});

test("the handles change one radius each", async () => {
  await showLive();
  drag([centre + 90, centre], [[centre + 120, centre]]);
  release(centre + 120, centre);
  expect(detector()).toMatchObject({ row: 15.5, col: 15.5, inner: 4, outer: 12 });
  model.answerAll();
  drag([centre - 40, centre], [[centre - 60, centre]]);
  release(centre - 60, centre);
  expect(detector()).toMatchObject({ inner: 6, outer: 12 });
});

test("Shift locks the axis of a drag and Alt moves a tenth", async () => {
  await showLive();
  drag([centre, centre], [[centre + 40, centre + 10]], { shiftKey: true });
  expect(detector()).toMatchObject({ row: 15.5, col: 19.5 });
  model.answerAll();
  stage("diffraction").dispatchEvent(pointer("pointermove", centre + 40, centre + 10, { altKey: true }));
  const [request] = model.requests("virtual");
  expect((request!["detector"] as { col: number }).col).toBeCloseTo(15.9, 10);
});

test("Escape cancels a drag: the detector comes back and nothing is saved", async () => {
  await showLive();
  drag([centre, centre], [[centre + 40, centre]]);
  stage("diffraction").dispatchEvent(key("Escape"));
  release(centre + 40, centre);
  expect(detector()).toMatchObject({ row: 15.5, col: 15.5 });
  expect(model.saves).toBe(0);
});

test("a press outside the detector moves nothing while the pattern is not zoomed", async () => {
  await showLive();
  drag([5, 5], [[100, 100]]);
  expect(model.sent).toEqual([]);
});

test("a click on the virtual image asks for the pattern of that position", async () => {
  await showLive();
  stage("virtual").dispatchEvent(pointer("pointerdown", 90, 210));
  stage("virtual").dispatchEvent(pointer("pointerup", 90, 210, { buttons: 0 }));
  expect(model.sent).toMatchObject([{ kind: "pattern", row: 5, col: 2, source: "probe" }]);
  expect(model.saves).toBe(1);
});

test("arrow keys move the detector, ten times with Shift and a tenth with Alt", async () => {
  await showLive();
  stage("diffraction").dispatchEvent(key("ArrowRight"));
  expect(detector()["col"]).toBe(16.5);
  stage("diffraction").dispatchEvent(key("ArrowDown", { shiftKey: true }));
  expect(detector()["row"]).toBe(25.5);
  model.answerAll();
  stage("diffraction").dispatchEvent(key("ArrowLeft", { altKey: true }));
  expect(detector()["col"]).toBeCloseTo(16.4, 10);
});

test.each([
  ["l", { scale: "log" }],
  ["i", { invert: true }],
  ["c", { lut: "viridis" }],
])("the key %s changes how the focused pane looks and never asks the kernel", async (name, expected) => {
  await showLive();
  stage("virtual").dispatchEvent(key(name));
  await new Promise((resolve) => setTimeout(resolve, 350));
  expect((model.get("display") as { virtual: object }).virtual).toMatchObject(expected);
  expect(model.sent).toEqual([]);
  expect(model.saves).toBe(1);
});

test("digits choose presets, brackets step the time, the question mark shows the help", async () => {
  await showLive();
  stage("diffraction").dispatchEvent(key("2"));
  expect(detector()).toMatchObject({ inner: 5, outer: 15 });
  stage("diffraction").dispatchEvent(key("]"));
  expect(model.requests("pattern").at(-1)).toMatchObject({ frame: 1 });
  expect(find(".nbscope-help").hidden).toBe(true);
  stage("diffraction").dispatchEvent(key("?"));
  expect(find(".nbscope-help").hidden).toBe(false);
});

test("plain keys stay in the widget, those of the notebook pass", async () => {
  await showLive();
  const outside: string[] = [];
  document.body.addEventListener("keydown", (event) => outside.push(event.key));
  for (const name of ["d", "a", "b", "Delete", "x", "z", "ArrowUp"]) stage("virtual").dispatchEvent(key(name));
  button("BF").dispatchEvent(key("d"));
  expect(outside).toEqual([]);
  stage("virtual").dispatchEvent(key("s", { ctrlKey: true }));
  stage("virtual").dispatchEvent(key("Enter", { shiftKey: true }));
  expect(outside).toEqual(["s", "Enter"]);
});

test("a letter typed in a field is no shortcut", async () => {
  await showLive();
  find<HTMLInputElement>("input[aria-label='Outer radius of the detector']").dispatchEvent(key("2"));
  expect(model.sent).toEqual([]);
});

test("the wheel scrolls the page unless the pane has the focus or Ctrl is held", async () => {
  await showLive();
  const wheel = (more: WheelEventInit = {}): WheelEvent => {
    const event = new WheelEvent("wheel", { deltaY: -120, bubbles: true, cancelable: true, ...more });
    if (more.ctrlKey) Object.defineProperty(event, "ctrlKey", { value: true });
    stage("virtual").dispatchEvent(event);
    return event;
  };
  (document.activeElement as HTMLElement | null)?.blur();
  expect(wheel().defaultPrevented).toBe(false);
  expect(wheel({ ctrlKey: true }).defaultPrevented).toBe(true);
  stage("virtual").focus();
  expect(wheel().defaultPrevented).toBe(true);
});

test("a preset button is one request, one save, and the pressed one", async () => {
  await showLive();
  button("ADF").click();
  expect(model.sent).toHaveLength(1);
  expect(model.saves).toBe(1);
  expect(button("ADF").getAttribute("aria-pressed")).toBe("true");
  expect(button("BF").getAttribute("aria-pressed")).toBe("false");
});

test("radii are typed in mrad and sent in pixels", async () => {
  await showLive();
  const outer = find<HTMLInputElement>("input[aria-label='Outer radius of the detector']");
  expect(outer.value).toBe("18");
  outer.value = "24";
  outer.dispatchEvent(new Event("change"));
  expect(detector()).toMatchObject({ inner: 4, outer: 12 });
});

test("the contrast handles tell whole positions and the value in words", async () => {
  await showLive();
  for (const handle of el.querySelectorAll(".nbscope-contrast")) {
    expect(handle.getAttribute("aria-valuenow")).toMatch(/^\d+$/);
    expect(handle.getAttribute("aria-valuetext")).toMatch(/\d counts$/);
  }
});

test("a contrast handle moves by keys, leaves automatic contrast and stays in the browser", async () => {
  await showLive();
  const handle = find(".nbscope-pane:nth-child(2) .nbscope-contrast-low");
  handle.dispatchEvent(key("ArrowRight", { shiftKey: true }));
  await nextFrame();
  expect(handle.getAttribute("aria-valuenow")).toBe("100");
  await new Promise((resolve) => setTimeout(resolve, 350));
  expect((model.get("display") as { virtual: { auto: unknown } }).virtual.auto).toBeNull();
  expect(model.sent).toEqual([]);
});

test("the readout tells row, column, value and the distance from the centre", async () => {
  await showLive();
  stage("diffraction").dispatchEvent(pointer("pointermove", 205, 155, { buttons: 0 }));
  await nextFrame();
  expect(find(".nbscope-readout").textContent).toBe("(15, 20) = 1\u2009500 · q = 9.055 mrad");
});

test("a rounded pixel is marked and its exact value asked for once the pointer rests", async () => {
  await show();
  model.answer(model.requests("virtual")[0]!, { exact: false });
  stage("virtual").dispatchEvent(pointer("pointermove", 50, 90, { buttons: 0 }));
  const line = stage("virtual").parentElement!.querySelector(".nbscope-readout")!;
  await nextFrame();
  expect(line.textContent).toContain("(2, 1) = ≈ 1017");
  expect(model.requests("value")).toEqual([]);
  await vi.waitFor(() => expect(model.requests("value")).toHaveLength(1));
  const [question] = model.requests("value");
  expect(question).toMatchObject({ panel: "virtual", frame: 0, row: 2, col: 1, detector: { inner: 4 } });
  model.reply({ kind: "value", seq: question!.seq, panel: "virtual", row: 2, col: 1, value: "123456789012" });
  await vi.waitFor(() => expect(line.textContent).not.toContain("≈"));
  expect(line.textContent).toContain("(2, 1) = 123\u2009456\u2009789\u2009012");
});

test("the time slider is there for several frames only", async () => {
  await showLive();
  expect(find(".nbscope-timeline").hidden).toBe(false);
  unmount();
  await show({ shape: { frames: 1, scan: [8, 8], detector: [32, 32] } });
  expect(find(".nbscope-timeline").hidden).toBe(true);
});

test("play steps the frames and saves when it is paused", async () => {
  await showLive();
  const rate = find<HTMLSelectElement>("select[aria-label='Frames per second']");
  rate.value = "30";
  rate.dispatchEvent(new Event("change"));
  button("Play").click();
  await vi.waitFor(() => expect(model.requests("virtual").length).toBeGreaterThan(0));
  expect(model.saves).toBe(0);
  button("Pause").click();
  expect(model.saves).toBe(1);
});

test.each([
  ["freed", "", /released by free\(\)/],
  ["error", "The file ended early.", /The file ended early\./],
  ["loading", "reading frame 2 of 8", /reading frame 2 of 8/],
])("the status %s is told in words and the image stays", async (status, message, expected) => {
  await showLive();
  model.values.set("message", message);
  model.set("status", status);
  expect(root().dataset["status"]).toBe(status);
  expect(find(".nbscope-badge").textContent).toMatch(expected);
  expect(canvas("virtual").dataset["seq"]).toBe("1");
});

test("an image without contrast says so", async () => {
  await show();
  const flat = new Float32Array(64).fill(7);
  const [request] = model.requests("virtual");
  const content = { panel: "virtual", frame: 0, shape: [8, 8], dtype: "f32", min: 7, max: 7, exact: true };
  model.reply({ kind: "frame", seq: request!.seq, ...content }, [new DataView(flat.buffer)]);
  await nextFrame();
  expect(find(".nbscope-pane:nth-child(2) .nbscope-note").textContent).toBe("Every pixel is 7");
  flat.fill(Number.NaN);
  model.reply({ kind: "frame", seq: request!.seq + 1, ...content, min: null, max: null }, [new DataView(flat.buffer)]);
  await nextFrame();
  expect(find(".nbscope-pane:nth-child(2) .nbscope-note").textContent).toBe("Every pixel is NaN");
});

test("a closed view leaves nothing behind", async () => {
  await showLive();
  unmount();
  expect(el.children).toHaveLength(0);
  expect(document.activeElement).toBe(document.body);
});
