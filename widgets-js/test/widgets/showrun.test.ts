// @vitest-environment happy-dom
import { readFileSync } from "node:fs";
import axe from "axe-core";
import { afterEach, expect, test } from "vitest";
import widget from "../../src/widgets/showrun.ts";
import type { FrameContent } from "../../src/wire/frame.ts";
import { FakeModel, key } from "../fake.ts";

const golden = JSON.parse(readFileSync("protocol/run-sumsig-roi.json", "utf8"));
const payload = Uint8Array.from(readFileSync("protocol/run-sumsig-roi.bin"));
const running = { status: "running", message: "62 %, 745 of 1200 MB, 812 MB/s, about 12 s left", progress: 0.62 };

let close = (): void => undefined;
afterEach(() => close());

async function shown(overrides: Record<string, unknown> = {}) {
  const el = document.createElement("main");
  document.body.append(el);
  const model = new FakeModel({ ...structuredClone(golden.state), ...overrides });
  const end = await widget.render({ model, el });
  close = () => {
    end();
    el.remove();
  };
  const root = el.querySelector<HTMLElement>(".nbscope-root")!;
  const find = <E extends HTMLElement>(selector: string): E => root.querySelector<E>(selector)!;
  return { model, root, find };
}

/** Answers the newest request for a picture as the golden run does. */
function answer(model: FakeModel, change: Partial<FrameContent> = {}): void {
  const { seq, panel } = model.requests("picture").at(-1)! as { seq: number; panel?: string };
  model.reply({ ...golden.content, panel, seq, ...change }, [new DataView(payload.buffer)]);
}

test("a finished run asks for its picture once and shows it with its controls", async () => {
  const { model, root, find } = await shown();
  expect(model.requests("picture")).toEqual([
    { kind: "picture", seq: 1, panel: "0", minReplyBytes: expect.any(Number), gesture: true },
  ]);
  answer(model);
  expect(find("canvas").dataset).toMatchObject({ panel: "0", seq: "1" });
  expect(root.dataset["status"]).toBe("done");
  expect(root.textContent).toContain("sumsig of golden");
  expect(root.textContent).toContain(golden.state.message);
  expect(find("progress").hidden).toBe(true);
  await new Promise((done) => setTimeout(done, 50));
  expect(find(".nbscope-statistics").textContent).toContain(`${20 - golden.expected.finite} NaN`);
  expect(find<HTMLSelectElement>('[aria-label="Colour map"]').value).toBe("viridis");
});

test("while it runs the bar says how far, how fast and how long still, and each step asks once more", async () => {
  const { model, root, find } = await shown(running);
  expect(root.dataset["status"]).toBe("running");
  expect(find<HTMLProgressElement>("progress").value).toBe(0.62);
  expect(find(".nbscope-pace").textContent).toContain("812 MB/s, about 12 s left");
  answer(model);
  for (let step = 2; step < 5; step++) {
    model.set("step", step);
    answer(model);
  }
  expect(model.requests("picture").map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  await new Promise((done) => setTimeout(done, 50));
  expect(find("canvas").dataset["seq"]).toBe("4");
  model.set("message", "1200 MB in 1.5 s, 800 MB/s");
  model.set("status", "done");
  expect(find("progress").hidden).toBe(true);
  expect(find(".nbscope-pace").textContent).toContain("1200 MB in 1.5 s, 800 MB/s");
});

test("a slow page has two questions out and remembers one", async () => {
  const { model } = await shown(running);
  for (let step = 2; step < 30; step++) model.set("step", step);
  expect(model.requests("picture").length).toBe(2);
  answer(model);
  expect(model.requests("picture").length).toBe(3);
});

test("the button cancels, once", async () => {
  const { model, root, find } = await shown(running);
  const button = find<HTMLButtonElement>(".nbscope-pace button");
  button.click();
  expect(model.requests("cancel").length).toBe(1);
  expect(button.disabled).toBe(true);
  expect(button.textContent).toBe("Cancelling…");
  model.set("message", "cancelled after 62 %");
  model.set("status", "cancelled");
  expect(button.hidden).toBe(true);
  expect(root.dataset["status"]).toBe("cancelled");
});

test("a run that failed says why in the place of the bar", async () => {
  const { model, find } = await shown(running);
  model.set("message", "frame 7 of scan.mib is cut off");
  model.set("status", "error");
  expect(find("progress").hidden).toBe(true);
  expect(find('[role="alert"]').textContent).toBe("frame 7 of scan.mib is cut off");
});

test("pictures that become known later get a pane each, in the order of their list", async () => {
  const { model, root } = await shown({ ...running, pictures: [], display: [] });
  expect(model.requests("picture")).toEqual([]);
  const two = ["row of the centre", "column of the centre"];
  model.set("display", [golden.state.display[0], golden.state.display[0]]);
  model.set(
    "pictures",
    two.map((name) => ({ name, plane: "scan", shape: [4, 5] })),
  );
  expect([...root.querySelectorAll(".nbscope-heading")].map(({ textContent }) => textContent)).toEqual(two);
  expect(model.requests("picture").map(({ panel }) => panel)).toEqual(["0", "1"]);
  answer(model);
  const drawn = [...root.querySelectorAll("canvas")];
  expect(drawn.map(({ dataset }) => dataset["painted"])).toEqual(["0", "1"]);
  answer(model, { seq: 9 });
  expect([...root.querySelectorAll("canvas")]).toEqual(drawn);
});

test("colours are saved for one picture, without asking for it again", async () => {
  const { model, find } = await shown();
  answer(model);
  const lut = find<HTMLSelectElement>('[aria-label="Colour map"]');
  lut.value = "turbo";
  lut.dispatchEvent(new Event("change"));
  expect(model.saves).toBe(1);
  expect(model.get("display")).toEqual([{ ...golden.state.display[0], lut: "turbo" }]);
  find(".nbscope-stage").dispatchEvent(key("l"));
  close();
  close = () => undefined;
  expect(model.saves).toBe(2);
  expect(model.requests("picture").length).toBe(1);
});

test("without a view nothing is asked for", async () => {
  const { model } = await shown(running);
  close();
  close = () => undefined;
  const before = model.sent.length;
  model.set("step", 7);
  expect(model.sent.length).toBe(before);
});

test.each(["running", "done", "cancelled", "error"])("axe finds nothing while it is %s", async (status) => {
  const { model, root } = await shown({ ...running, status });
  answer(model);
  const rules = { "color-contrast": { enabled: false }, "target-size": { enabled: false } };
  const { violations } = await axe.run(root, { rules });
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});
