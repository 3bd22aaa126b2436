// One Show4DSTEM on a page, driven by real pointer events and read at its canvases.

import { sleep, until } from "./place.js";
import { installRecorder, recorderQuiet, startRecorder, stopRecorder } from "./recorder.js";

const describe = (index) => {
  const root = document.querySelectorAll(".nbscope-root")[index];
  if (!root) return null;
  const panels = {};
  for (const canvas of root.querySelectorAll("canvas[data-panel]")) {
    const box = canvas.getBoundingClientRect();
    const { panel, seq, painted, view, range } = canvas.dataset;
    const [x0, y0, zoom] = (view ?? "").split(" ").map(Number);
    const [low, high] = (range ?? "").split(" ").map(Number);
    const place = { left: box.left, top: box.top, width: box.width, height: box.height };
    const size = { columns: canvas.width, rows: canvas.height };
    panels[panel] = { seq: Number(seq), painted: Number(painted), x0, y0, zoom, low, high, ...place, ...size };
  }
  const box = root.getBoundingClientRect();
  const area = { x: box.left, y: box.top, width: box.width, height: box.height };
  return { status: root.dataset.status, text: root.textContent, area, panels };
};

const readPixels = (index, panel) => {
  const canvas = document.querySelectorAll(".nbscope-root")[index].querySelector(`canvas[data-panel="${panel}"]`);
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let out = "";
  for (let at = 0; at < data.length; at += 8192) out += String.fromCharCode(...data.subarray(at, at + 8192));
  return btoa(out);
};

export class View {
  #index;

  constructor(notebook, index = 0) {
    this.notebook = notebook;
    this.page = notebook.page;
    this.#index = index;
  }

  /** Waits until both panels show a picture; scrolls the widget into sight. */
  async painted(limitMs = 20_000, { scroll = true } = {}) {
    await this.page.waitFor(
      "both pictures of the widget",
      limitMs,
      (index) => {
        const root = document.querySelectorAll(".nbscope-root")[index];
        const all = [...(root?.querySelectorAll("canvas[data-panel]") ?? [])];
        return all.length === 2 && all.every((canvas) => Number(canvas.dataset.painted) > 0);
      },
      this.#index,
    );
    if (scroll) await this.#inSight();
    return this;
  }

  /** Scrolls until the widget stays in the middle: JupyterLab lays cells out lazily, which moves what is below. */
  #inSight() {
    let before = "";
    return until("a widget that stays in its place", 10_000, async () => {
      await this.page.run((index) => {
        document.querySelectorAll(".nbscope-root")[index].scrollIntoView({ block: "center", behavior: "instant" });
      }, this.#index);
      await sleep(150);
      const now = JSON.stringify((await this.describe()).area);
      const same = now === before;
      before = now;
      return same;
    });
  }

  /** Status, text, place and the panels {seq, painted, x0, y0, zoom, low, high, left, top, width, height, columns, rows}. */
  describe() {
    return this.page.run(describe, this.#index);
  }

  status(wanted, limitMs = 10_000) {
    return until(`the status "${wanted}"`, limitMs, async () => (await this.describe())?.status === wanted);
  }

  /** RGBA bytes of a canvas. */
  async pixels(panel) {
    return Buffer.from(await this.page.run(readPixels, this.#index, panel), "base64");
  }

  /** Where the centre of an image pixel lies on the page. */
  async at(panel, row, col) {
    const { left, top, width, columns, x0, y0, zoom } = (await this.describe()).panels[panel];
    const ratio = columns / width;
    return [left + ((col + 0.5 - x0) * zoom) / ratio, top + ((row + 0.5 - y0) * zoom) / ratio];
  }

  async clickAt(panel, row, col) {
    await this.page.click(...(await this.at(panel, row, col)));
  }

  /** Clicks the button with this text. */
  button(text) {
    return this.#clickOn("button", text, (all, wanted) => all.find((one) => one.textContent.trim() === wanted));
  }

  /** Clicks the element with this accessible name. */
  labelled(name) {
    return this.#clickOn("[aria-label]", name, (all, wanted) =>
      all.find((one) => one.getAttribute("aria-label") === wanted),
    );
  }

  async #clickOn(selector, wanted, choose) {
    const task = `(async () => {
      const root = document.querySelectorAll(".nbscope-root")[${this.#index}];
      const found = (${choose})([...root.querySelectorAll(${JSON.stringify(selector)})], ${JSON.stringify(wanted)});
      if (!found) throw new Error(${JSON.stringify(`the widget has no ${selector} for "${wanted}"`)});
      found.scrollIntoView({ block: "nearest", behavior: "instant" });
      await new Promise((resolve) => setTimeout(resolve, 50));
      const box = found.getBoundingClientRect();
      return [box.left + box.width / 2, box.top + box.height / 2];
    })()`;
    await this.page.click(...(await this.page.run(task)));
  }

  /** Presses at `from`, moves over `count` positions of `path(i)` (image rows and columns), one each 16 ms, releases. */
  async drag(panel, from, path, count = 60, everyMs = 16) {
    const begin = await this.at(panel, ...from);
    const points = [];
    const [ox, oy] = await this.at(panel, 0, 0);
    const [px, py] = await this.at(panel, 1, 1);
    for (let i = 0; i < count; i++) {
      const [row, col] = path(i);
      points.push([ox + col * (px - ox), oy + row * (py - oy)]);
    }
    await this.page.press(...begin);
    const all = [];
    const start = performance.now();
    for (const [i, [x, y]] of points.entries()) {
      const wait = start + i * everyMs - performance.now();
      if (wait > 0.5) await sleep(wait);
      all.push(this.page.mouse("mouseMoved", x, y, { down: true }));
    }
    await Promise.all(all);
    await this.page.release(...points.at(-1));
  }

  /** Records messages and paintings while `task` runs and until all is quiet. */
  async record(task, { bytes = true, quietMs = 400 } = {}) {
    await this.#inSight();
    await this.page.run(installRecorder);
    await this.page.run(startRecorder);
    await task();
    await sleep(quietMs);
    const start = Date.now();
    await until("quiet", 15_000, async () => {
      const quiet = await this.page.run(recorderQuiet);
      // A gesture that causes nothing at all is quiet as well.
      const nothing =
        quiet === 0 &&
        Date.now() - start > 2000 &&
        (await this.page.run(() => window.nbscopeRecorder.sent.length === 0));
      return nothing || quiet >= quietMs;
    });
    return this.page.run(stopRecorder, bytes);
  }
}

/** Most of a circle through image pixels: every position of the drag is different, the last is not the first. */
export function circle(row, col, radius, count = 60) {
  return (i) => {
    const angle = (1.7 * Math.PI * (i + 1)) / count;
    return [row + radius * Math.sin(angle), col + radius * (1 - Math.cos(angle)) * 0.8];
  };
}
