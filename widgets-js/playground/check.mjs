// Looks at the playground in a real Chromium: axe in several settings, a drag with real mouse events, the page without
// a kernel from a file. Prints what it found, writes pictures into the folder given as argument, exits 1 on a finding.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openPage, serve } from "./browser.mjs";

const folder = fileURLToPath(new URL("..", import.meta.url));
const pictures = process.argv[2];
const axe = readFileSync(join(folder, "node_modules/axe-core/axe.min.js"), "utf8");
const dark = { name: "prefers-color-scheme", value: "dark" };
const settings = [
  { name: "light", query: "", features: [] },
  { name: "dark", query: "", features: [dark] },
  { name: "dark-help", query: "?help=1", features: [dark] },
  { name: "forced-colors", query: "", features: [{ name: "forced-colors", value: "active" }] },
  { name: "narrow", query: "?width=320&help=1", features: [] },
  { name: "freed", query: "?status=freed", features: [] },
  { name: "static", query: "?static=1", features: [] },
];
const shown = "[...document.querySelectorAll('canvas[data-panel]')].every((one) => one.dataset.painted > 0)";

let findings = 0;
const say = (good, text) => {
  if (!good) findings++;
  console.log(`${good ? "ok  " : "BAD "} ${text}`);
};

const page = await openPage();
const server = await serve(folder);

async function show(address, features = [], width = 1100) {
  await page.send("Emulation.setEmulatedMedia", { features });
  const metrics = { width, height: 920, deviceScaleFactor: 1, mobile: false };
  await page.send("Emulation.setDeviceMetricsOverride", metrics);
  await page.send("Page.navigate", { url: address });
  await page.until(`document.querySelectorAll('canvas[data-panel]').length === 2 && ${shown}`);
}

async function picture(name) {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  const { data } = await page.send("Page.captureScreenshot", { format: "png", captureBeyondViewport: true });
  writeFileSync(join(pictures, `${name}.png`), Buffer.from(data, "base64"));
}

async function accessibility() {
  for (const { name, query, features } of settings) {
    await show(`${server.address}/playground/index.html${query}`, features, name === "narrow" ? 400 : 1100);
    if (name === "freed") await page.until("document.querySelector('[data-status=freed]')");
    await page.evaluate(axe);
    const found = await page.evaluate("axe.run('.nbscope-root').then(({ violations }) => violations)");
    const violations = found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.failureSummary + node.html)}`);
    say(violations.length === 0, `axe, ${name}: ${violations.length} violations ${violations.join("\n")}`);
    const overflow = await page.evaluate(
      "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('.nbscope-root'))",
    );
    say(overflow <= 0, `${name}: the widget fits its cell (${overflow} pixels over)`);
    await picture(name);
  }
}

/** 60 moves at 16 ms with real mouse events; answers are made beforehand and come after 4 ms, so that only the front end counts. */
async function drag() {
  await show(`${server.address}/playground/index.html`);
  const [x, y] = await page.evaluate(
    "(() => { const { left, top, width, height } = document.querySelector('canvas[data-panel=diffraction]').getBoundingClientRect(); return [left + width / 2, top + height / 2]; })()",
  );
  await page.evaluate(`globalThis.seen = { arrived: [], painted: [] };
    for (const kind of ['arrived', 'painted']) document.addEventListener('nbscope:' + kind, ({ detail }) => detail.panel === 'virtual' && seen[kind].push(detail));
    const made = Array.from({ length: 64 }, (_, k) => Uint32Array.from({ length: 48 * 48 }, (_, i) => (i * 7919 * (k + 1)) % 50000));
    const base = { kind: 'frame', panel: 'virtual', frame: 0, dtype: 'u32', shape: [48, 48], min: 0, max: 49999, exact: true, detector: null, probe: null };
    model.send = ({ kind, seq }) => kind === 'virtual' && setTimeout(() => model.emit('msg:custom', { ...base, seq }, [new DataView(made[seq % 64].buffer)]), 4);
    globalThis.saves = 0; model.save_changes = () => saves++; 0`);
  const mouse = (type, dx) =>
    page.send("Input.dispatchMouseEvent", { type, x: x + dx, y, button: "left", buttons: 1, clickCount: 1 });
  await mouse("mousePressed", 0);
  const start = performance.now();
  const moves = [];
  for (let i = 1; i <= 60; i++) {
    const rest = start + i * 16 - performance.now();
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
    moves.push(mouse("mouseMoved", i));
  }
  await Promise.all(moves);
  await mouse("mouseReleased", 60);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const result = await page.evaluate(`(() => {
    const middle = (list) => list.sort((a, b) => a - b)[list.length >> 1];
    const painted = new Map(seen.painted.map((one) => [one.seq, one.t]));
    const answered = seen.arrived.filter(({ seq }) => painted.has(seq));
    return { painted: painted.size, arrived: seen.arrived.length, saves,
      eventToArrival: middle(seen.arrived.map(({ t, t_event }) => t - t_event)),
      eventToPainted: middle(answered.map(({ seq, t_event }) => painted.get(seq) - t_event)),
      arrivalToPainted: middle(answered.map(({ seq, t }) => painted.get(seq) - t)) };
  })()`);
  const rounded = Object.fromEntries(Object.entries(result).map(([name, value]) => [name, Number(value.toFixed(2))]));
  say(result.painted > 1 && result.saves === 1, `drag of 60 moves: ${JSON.stringify(rounded)}`);
}

/** The shell filled as Java fills it, opened from a file with a title that tries to break out. */
async function withoutKernel() {
  const read = (name) => readFileSync(join(folder, "dist", name));
  await show(`${server.address}/playground/index.html?static=1`);
  const snapshot = await page.evaluate("globalThis.snapshot");
  snapshot.state.title = "</script><script>document.title = 'broken'</script>";
  const parts = {
    TITLE: "a saved view",
    CSS: read("show4dstem.css").toString(),
    ESM: read("show4dstem.js").toString("base64"),
    SNAPSHOT: JSON.stringify(snapshot).replaceAll("<", "\\u003c"),
  };
  const file = join(folder, "build", "static-check.html");
  mkdirSync(join(folder, "build"), { recursive: true });
  writeFileSync(
    file,
    read("shell.html")
      .toString()
      .replace(/@@(\w+)@@/g, (_, name) => parts[name]),
  );
  await show(`file://${file}`);
  const title = await page.evaluate("[document.title, document.querySelector('.nbscope-title').textContent].join()");
  say(title === `a saved view,${snapshot.state.title}`, `page from a file without network: ${title}`);
  await picture("file");
}

try {
  await accessibility();
  await drag();
  await withoutKernel();
  say(page.problems.length === 0, `uncaught exceptions: ${page.problems.length} ${page.problems.join("\n")}`);
} finally {
  server.close();
  await page.close();
}
process.exitCode = findings > 0 ? 1 : 0;
