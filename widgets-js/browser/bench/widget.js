// The drag in a real JupyterLab: 60 real pointer moves at 16 ms. Ours beside ipykernel, NumPy and anywidget with the same
// front end, once waiting for each answer and once with our credits and padding; on Jupyter as it is and with TCP_NODELAY;
// with virtual images of 16 KB and of 256 KB.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { showCell } from "../cells.js";
import { Lab } from "../lab.js";
import { peerCell } from "../peer/cell.js";
import { python, root, scratch, sleep } from "../place.js";
import { circle, View } from "../view.js";
import { shipped, waiting } from "./front.js";
import { median, quantile, row, shuffled } from "./rows.js";

const loads = {
  "16 KB": { data: "au-decahedron", centre: [48, 48], radius: 10, travel: 14 },
  "256 KB": { data: "wide", centre: [12, 12], radius: 6, travel: 4 },
};

const peers = {
  waiting: "ipykernel, NumPy, one request in flight",
  credits: "ipykernel, NumPy, our credits and padding",
};

const moves = 60;

const figures = ["painted", "arrival", "arrival95", "image"];

/** In the page: writes down when frames arrived and images were painted. */
const watch = () => {
  if (window.nbscopeWatch) return;
  window.nbscopeWatch = { arrived: [], painted: [] };
  const note = (list) => (e) => e.detail.panel === "virtual" && window.nbscopeWatch[list].push(e.detail);
  addEventListener("nbscope:arrived", note("arrived"), true);
  addEventListener("nbscope:painted", note("painted"), true);
};

const forget = () => Object.assign(window.nbscopeWatch, { arrived: [], painted: [] });

/** Data as .npy, made by NumPy, which both kernels read. */
function arrayFile(data) {
  const folder = join(root, "widgets-js", "browser", "peer");
  execFileSync(python, [
    "-c",
    `import sys; sys.path.insert(0, sys.argv[1]); from arrays import load; load(sys.argv[2])`,
    folder,
    data,
  ]);
  return join(scratch("arrays"), `${data}.npy`);
}

/** The three cells that are compared. */
async function variants({ data, centre: [row, col], radius }) {
  const detector = { kind: "disk", row, col, inner: 0, outer: radius };
  const peer = (front, padding) => ["python3", peerCell({ data, ...front, detector, padding })];
  const path = arrayFile(data);
  return {
    ours: ["nbscope", showCell({ path, detector: `Detector.disk(${radius}).at(${row}, ${col})` })],
    waiting: peer(await waiting(), false),
    credits: peer(shipped(), true),
  };
}

async function drag(view, { centre, travel }, first) {
  const path = circle(...centre, travel);
  await view.page.send("Page.bringToFront");
  await sleep(150);
  await view.page.run(forget);
  await view.drag(
    "diffraction",
    first ? centre : path(moves - 1),
    first ? path : (i) => path(moves - 2 - i),
    moves - (first ? 0 : 1),
  );
  const during = (await view.page.run(() => window.nbscopeWatch.painted)).length;
  await sleep(700);
  const { arrived, painted } = await view.page.run(() => window.nbscopeWatch);
  const event = new Map(arrived.map((one) => [one.seq, one.t_event]));
  const waits = arrived.map((one) => one.t - one.t_event).filter(Number.isFinite);
  const shown = painted.map((one) => one.t - event.get(one.seq)).filter(Number.isFinite);
  return { painted: during, arrival: median(waits), arrival95: quantile(waits, 0.95), image: median(shown) };
}

/** Drags that come before those that count: both virtual machines, Java's and the page's, compile what is used. */
const warmUp = 4;

/** A fresh server, browser, page and kernel: the median of some drags after the first ones. */
async function measure(nodelay, load, [kernel, cell], drags) {
  const lab = await Lab.start({ nodelay });
  try {
    const notebook = await lab.notebook("drag", [cell], kernel);
    await notebook.run(0);
    const view = await new View(notebook).painted(60_000);
    await view.page.run(watch);
    // A person looks at the picture before the first drag; page and kernels come to rest meanwhile.
    await sleep(3000);
    const all = [];
    for (let i = 0; i < warmUp + drags; i++) all.push(await drag(view, load, i % 2 === 0));
    return Object.fromEntries(figures.map((key) => [key, median(all.slice(warmUp).map((one) => one[key]))]));
  } finally {
    await lab.close();
  }
}

/** One session: the three cells one after the other in random order, each alone, as a person has one open. */
async function session(nodelay, load, cells, drags) {
  const found = {};
  for (const name of shuffled(Object.keys(cells))) found[name] = await measure(nodelay, load, cells[name], drags);
  return found;
}

function rowsOf(title, sessions) {
  const names = {
    painted: [`painted of ${moves}`, "images"],
    arrival: ["event to arrival, median", "ms"],
    arrival95: ["event to arrival, p95", "ms"],
    image: ["event to image, median", "ms"],
  };
  return Object.entries(names).flatMap(([key, [name, unit]]) =>
    Object.entries(peers).map(([peer, peerName]) => {
      const of = (who) => sessions.map((one) => one[who][key]);
      return row(`drag, ${title}: ${name}`, unit, of("ours"), of(peer), peerName);
    }),
  );
}

export async function benchWidget({ quick, say }) {
  const rows = [];
  const plans = [
    ["16 KB", false],
    ["16 KB", true],
    ["256 KB", false],
    ["256 KB", true],
  ];
  for (const [size, nodelay] of quick ? plans.slice(0, 1) : plans) {
    const title = `${size}, ${nodelay ? "TCP_NODELAY" : "default server"}`;
    const cells = await variants(loads[size]);
    const sessions = [];
    for (let i = 0; i < (quick ? 2 : 5); i++) {
      say(`drag, ${title}: session ${i + 1}`);
      sessions.push(await session(nodelay, loads[size], cells, 4));
    }
    rows.push(...rowsOf(title, sessions));
  }
  return rows;
}
