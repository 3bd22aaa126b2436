// @vitest-environment happy-dom
import { readFileSync } from "node:fs";
import axe from "axe-core";
import { expect, test } from "vitest";
import widget from "../../src/widgets/showpatches.ts";
import { FakeModel } from "../fake.ts";

const golden = JSON.parse(readFileSync("protocol/state-showpatches.json", "utf8"));

async function shown(overrides: Record<string, unknown> = {}) {
  const el = document.createElement("main");
  document.body.append(el);
  const model = new FakeModel({ ...structuredClone(golden.state), ...overrides });
  const close = await widget.render({ model, el });
  const cells = (row: string) => [...el.querySelectorAll(`[data-row="${row}"]`)].map(({ textContent }) => textContent);
  const stage = el.querySelector<HTMLElement>(".nbscope-section")!;
  const key = (name: string, init: KeyboardEventInit = {}) =>
    stage.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...init }));
  return { el, model, close, cells, stage, key };
}

test("shows the numbers of the golden state at every place", async () => {
  const { model, cells, close } = await shown();
  for (const { position, costs } of golden.places) {
    model.set("position", position);
    expect(cells("chunks")).toEqual(costs.map((c: { chunks: number }) => String(c.chunks)));
    expect(cells("blocks")).toEqual(costs.map((c: { blocks: number }) => String(c.blocks)));
    expect(cells("here")).toEqual(costs.map((c: { amplification: number }) => `${c.amplification.toFixed(2)}×`));
  }
  expect(cells("stored")).toEqual([]);
  close();
});

test("arrow keys move the patch in both pictures and stop at the edge; the place is saved when they are quiet", async () => {
  const { el, model, key, close } = await shown();
  key("ArrowRight");
  key("ArrowDown", { shiftKey: true });
  key("ArrowUp");
  const lefts = [...el.querySelectorAll(".nbscope-patch")].map((patch) => Number(patch.getAttribute("x")));
  expect(lefts).toEqual([440 / 50, 440 / 50]);
  expect(model.saves).toBe(0);
  await new Promise((done) => setTimeout(done, 350));
  expect(model.saves).toBe(1);
  expect(model.get("position")).toEqual([0, 9, 1]);
  for (let i = 0; i < 9; i++) key("ArrowRight", { shiftKey: true });
  key("ArrowLeft");
  close();
  expect(model.get("position")).toEqual([0, 9, 29]);
});

test("dragging the box moves it by whole elements and saves once", async () => {
  const { stage, model, cells, close } = await shown();
  const at = (type: string, clientX: number, clientY: number) =>
    stage.dispatchEvent(new PointerEvent(type, { clientX, clientY, pointerId: 1, button: 0, bubbles: true }));
  at("pointerdown", 5, 5);
  at("pointermove", 12.4, 8);
  const blocks = cells("blocks");
  at("pointerup", 12.4, 8);
  expect(model.get("position")).toEqual([0, 3, 7]);
  expect(model.saves).toBe(1);
  expect(cells("blocks")).toEqual(blocks);
  close();
});

test("another axis turns the section, and the slider of the axis that went shows", async () => {
  const { el, model, close } = await shown();
  const select = el.querySelector<HTMLSelectElement>('[aria-label="Vertical axis"]')!;
  select.value = "0";
  select.dispatchEvent(new Event("change"));
  expect(model.get("section")).toEqual([0, 2]);
  const row = el.querySelector('[aria-label="Patch along axis 1"]')!.closest("label")!;
  expect(row.hidden).toBe(false);
  close();
});

test("an array of one axis is one row, and a file's size is estimated", async () => {
  const layouts = [{ strategy: "f", chunks: [100], blocks: [30], aligned: 1.5, random: 2, ratio: 0.25 }];
  const line = { shape: [1000], patch: [20], position: [0], section: [-1, 0], labels: ["t"], layouts };
  const { el, cells, key, close } = await shown(line);
  key("ArrowDown");
  key("ArrowRight", { shiftKey: true });
  expect(cells("blocks")).toEqual(["1"]);
  expect(cells("stored")).toEqual(["≈ 15 B"]);
  expect(el.querySelectorAll("select").length).toBe(0);
  close();
});

test("axe finds nothing", async () => {
  const { el, close } = await shown();
  const rules = { "color-contrast": { enabled: false }, "target-size": { enabled: false } };
  const { violations } = await axe.run(el.querySelector(".nbscope-root")!, { rules });
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  close();
});
