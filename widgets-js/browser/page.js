// A raw DevTools client for one tab: the Runtime, Input and Page domains and never Network, which would mirror all
// WebSocket traffic and double the times that benchmarks measure.
import { WebSocket } from "ws";
import { until } from "./place.js";

export class Page {
  #socket;
  #last = 0;
  #waiting = new Map();
  /** Uncaught exceptions of the page, as text. */
  errors = [];

  static async connect(address) {
    const page = new Page();
    page.#socket = new WebSocket(address, { perMessageDeflate: false, maxPayload: 1 << 29 });
    await new Promise((resolve, reject) => page.#socket.once("open", resolve).once("error", reject));
    page.#socket.on("message", (text) => page.#receive(JSON.parse(text)));
    page.#socket.on("close", () => page.#lost());
    await page.send("Runtime.enable");
    await page.send("Page.enable");
    return page;
  }

  #receive(message) {
    if (message.method === "Runtime.exceptionThrown") {
      const { exception, text } = message.params.exceptionDetails;
      this.errors.push(exception?.description ?? text);
    }
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    this.#waiting.delete(message.id);
    if (message.error) waiting.reject(new Error(`DevTools: ${message.error.message}`));
    else waiting.resolve(message.result);
  }

  #lost() {
    for (const { reject } of this.#waiting.values()) reject(new Error("the browser went away"));
    this.#waiting.clear();
  }

  send(method, params = {}) {
    return new Promise((resolve, reject) => {
      const id = ++this.#last;
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  /** Runs a function of the page (it sees nothing of this file) with JSON arguments and gives its JSON result. */
  async run(task, ...words) {
    const expression =
      typeof task === "string"
        ? task
        : `(${task})(${words.map((word) => JSON.stringify(word) ?? "undefined").join(",")})`;
    const answer = await this.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    const problem = answer.exceptionDetails;
    if (problem) throw new Error(`in the page: ${problem.exception?.description ?? problem.text}`);
    return answer.result.value;
  }

  /** Waits until a function of the page gives something true; navigation in between is no error. */
  waitFor(what, limitMs, task, ...words) {
    const ask = () => this.run(task, ...words).catch((problem) => this.#pending(problem));
    return until(what, limitMs, ask);
  }

  #pending(problem) {
    if (/context|navigat|Cannot find/.test(problem.message) && !problem.message.startsWith("in the page")) return false;
    throw problem;
  }

  /** One real pointer event; `button` is held where `down` is true. */
  mouse(type, x, y, { down = false, clicks = 1, deltaY = 0, modifiers = 0 } = {}) {
    const button = type === "mouseMoved" && !down ? "none" : "left";
    const more = type === "mouseWheel" ? { deltaX: 0, deltaY } : { button, buttons: down ? 1 : 0, clickCount: clicks };
    return this.send("Input.dispatchMouseEvent", { type, x, y, modifiers, pointerType: "mouse", ...more });
  }

  async press(x, y) {
    await this.mouse("mouseMoved", x, y);
    await this.mouse("mousePressed", x, y, { down: true });
  }

  release(x, y) {
    return this.mouse("mouseReleased", x, y);
  }

  async click(x, y) {
    await this.press(x, y);
    await this.release(x, y);
  }

  async key(key, code = key, modifiers = 0) {
    const text = key.length === 1 ? { text: key } : {};
    await this.send("Input.dispatchKeyEvent", { type: "keyDown", key, code, modifiers, ...text });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", key, code, modifiers });
  }

  /** PNG bytes of the page or of a rectangle {x, y, width, height} of it. */
  async screenshot(area) {
    const clip = area ? { clip: { ...area, scale: 1 } } : {};
    const { data } = await this.send("Page.captureScreenshot", { format: "png", ...clip });
    return Buffer.from(data, "base64");
  }

  close() {
    this.#socket.terminate();
  }
}
