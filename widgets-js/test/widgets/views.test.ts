// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import widget from "../../src/widgets/show4dstem.ts";
import { FakeModel, key } from "../fake.ts";

let model: FakeModel;
let places: HTMLElement[];
let instance: ReturnType<typeof widget>;
let shown: (() => void)[];

type Place = Parameters<ReturnType<typeof widget>["render"]>[0];

/** Shows a view that ends with the test: its timers would outlive the page otherwise. */
async function show(
  of: { render: (place: Place) => Promise<() => void> | (() => void) },
  place: Place,
): Promise<() => void> {
  const close = await of.render(place);
  shown.push(close);
  return close;
}

beforeEach(() => {
  model = new FakeModel();
  shown = [];
  places = [document.createElement("div"), document.createElement("div")];
  document.body.append(...places);
  instance = widget();
  instance.initialize({ model: model.proxy("initialize") });
});

afterEach(() => {
  for (const close of shown) close();
  for (const place of places) place.remove();
});

const canvasOf = (index: number): HTMLElement => places[index]!.querySelector("canvas[data-panel=virtual]")!;

/** Shows two views the way anywidget does: one `initialize`, and a new wrap of the model for each view. */
async function showTwo(): Promise<(() => void)[]> {
  return Promise.all(places.map((el, index) => show(instance, { model: model.proxy(`view ${index}`), el })));
}

test("two views of a model ask once and show the same image", async () => {
  await showTwo();
  expect(model.requests("ready")).toHaveLength(2);
  expect(model.requests("virtual")).toHaveLength(1);
  model.answerAll();
  expect([canvasOf(0).dataset["seq"], canvasOf(1).dataset["seq"]]).toEqual(["1", "1"]);
});

test("a gesture in one view shows in the other and is one request", async () => {
  await showTwo();
  model.answerAll();
  canvasOf(0).closest(".nbscope-root")!.querySelector<HTMLElement>("[data-preset=ADF]")!.click();
  expect(model.requests("virtual")).toHaveLength(1);
  expect(places[1]!.querySelector("[data-preset=ADF]")!.getAttribute("aria-pressed")).toBe("true");
});

test("each view has its own zoom", async () => {
  await showTwo();
  model.answerAll();
  const before = canvasOf(1).dataset["view"];
  canvasOf(0).parentElement!.dispatchEvent(key("+"));
  await vi.waitFor(() => expect(canvasOf(0).dataset["view"]).not.toBe(before));
  expect(canvasOf(1).dataset["view"]).toBe(before);
});

test("the second view lives on when anywidget drops the first one with its listeners", async () => {
  const [closeFirst] = await showTwo();
  model.answerAll();
  closeFirst!();
  model.off(null, null, "view 0");
  model.set("detector", { kind: "disk", row: 3, col: 4, inner: 0, outer: 2 });
  model.answerAll();
  await vi.waitFor(() => expect(canvasOf(1).dataset["seq"]).toBe("2"));
});

test("a view that is opened again goes on with the numbers of the model", async () => {
  const closers = await showTwo();
  model.answerAll();
  for (const close of closers) close();
  await show(instance, { model: model.proxy("view 2"), el: places[0]! });
  expect(model.requests("virtual").map(({ seq }) => seq)).toEqual([2]);
});

test("two models on one page do not disturb each other", async () => {
  const other = new FakeModel();
  await show(widget, { model, el: places[0]! });
  await show(widget, { model: other, el: places[1]! });
  model.answerAll();
  expect(canvasOf(0).dataset["seq"]).toBe("1");
  expect(canvasOf(1).dataset["seq"]).toBe("0");
});

test("a render that was aborted while the image core loaded shows nothing", async () => {
  const controller = new AbortController();
  controller.abort();
  await show(widget, { model, el: places[0]!, signal: controller.signal });
  expect(places[0]!.children).toHaveLength(0);
});
