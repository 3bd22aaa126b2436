// @vitest-environment happy-dom
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Snapshot } from "../../src/static/model.ts";
import { mountStatic } from "../../src/widgets/show4dstem.ts";
import type { FrameContent } from "../../src/wire/frame.ts";
import { pointer, sampleState } from "../fake.ts";

const dist = `${import.meta.dirname}/../../dist/`;

const presets = sampleState["presets"] as { name: string; detector: FrameContent["detector"] }[];

function frame(
  panel: "virtual" | "diffraction",
  detector: FrameContent["detector"],
  first: number,
): Snapshot["frames"][0] {
  const side = panel === "virtual" ? 8 : 32;
  const pixels = Uint16Array.from({ length: side * side }, (_, i) => first + i);
  const bytes = new Uint8Array(pixels.buffer);
  return {
    content: {
      kind: "frame",
      panel,
      seq: 1,
      frame: 0,
      dtype: "u16",
      shape: [side, side],
      min: first,
      max: first + side * side - 1,
      exact: true,
      detector,
      probe: panel === "virtual" ? null : [3, 4],
      source: panel === "virtual" ? null : "probe",
    },
    payload: btoa(String.fromCharCode(...bytes)),
  };
}

const snapshot: Snapshot = {
  state: { ...sampleState, detector: presets[0]!.detector },
  frames: [
    frame("virtual", presets[0]!.detector, 100),
    frame("virtual", presets[1]!.detector, 900),
    frame("diffraction", null, 0),
  ],
};

let el: HTMLElement;

beforeEach(() => {
  el = document.createElement("div");
  document.body.append(el);
});

afterEach(() => el.remove());

const statistics = (): string => el.querySelector(".nbscope-pane:nth-child(2) .nbscope-statistics")!.textContent ?? "";
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

test("a snapshot shows both images and says that it is static", async () => {
  await mountStatic(el, snapshot);
  await settled();
  expect(el.querySelector<HTMLElement>(".nbscope-root")!.dataset["status"]).toBe("static");
  expect(el.querySelector(".nbscope-badge")!.textContent).toBe("static view");
  for (const canvas of el.querySelectorAll<HTMLElement>("canvas[data-panel]")) {
    expect(canvas.dataset["seq"]).toBe("1");
  }
});

test("presets are answered from the embedded images", async () => {
  await mountStatic(el, snapshot);
  await settled();
  expect(statistics()).toContain("min 100");
  el.querySelector<HTMLElement>("[data-preset=ADF]")!.click();
  await settled();
  expect(statistics()).toContain("min 900");
});

test("a detector that is not embedded keeps the last image and says why", async () => {
  await mountStatic(el, snapshot);
  await settled();
  const stage = el.querySelector(".nbscope-stage")!;
  stage.dispatchEvent(pointer("pointerdown", 160, 160));
  stage.dispatchEvent(pointer("pointermove", 200, 160));
  stage.dispatchEvent(pointer("pointerup", 200, 160, { buttons: 0 }));
  await settled();
  expect(el.querySelector(".nbscope-badge")!.textContent).toMatch(/images of the presets only/);
  expect(statistics()).toContain("min 100");
});

test("the shell keeps hostile data as data", () => {
  const shell = readFileSync(`${dist}shell.html`, "utf8");
  const hostile = { state: { title: '</script><script id="bad">1</script><!-- <script> & "' }, frames: [] };
  const parts: Record<string, string> = {
    TITLE: "a &lt; b",
    CSS: readFileSync(`${dist}show4dstem.css`, "utf8"),
    ESM: readFileSync(`${dist}show4dstem.js`).toString("base64"),
    SNAPSHOT: JSON.stringify(hostile).replaceAll("<", "\\u003c"),
  };
  for (const name of Object.keys(parts)) expect(shell.split(`@@${name}@@`)).toHaveLength(2);
  const page = shell.replace(/@@(\w+)@@/g, (_, name: string) => parts[name]!);
  const parsed = new DOMParser().parseFromString(page, "text/html");
  expect(parsed.getElementById("bad")).toBeNull();
  expect(parsed.querySelectorAll("script")).toHaveLength(3);
  expect(JSON.parse(parsed.getElementById("snapshot")!.textContent!)).toEqual(hostile);
  expect(parsed.title).toBe("a < b");
});

test("the style sheet can stand inside a page and names only our classes", () => {
  const css = readFileSync(`${dist}show4dstem.css`, "utf8");
  expect(css).not.toContain("</");
  const classes = [...css.replace(/\{[^{}]*\}/g, "{}").matchAll(/\.([a-z][\w-]*)/gi)].map(([, name]) => name!);
  expect(classes.length).toBeGreaterThan(20);
  expect(classes.filter((name) => !name.startsWith("nbscope-"))).toEqual([]);
});
