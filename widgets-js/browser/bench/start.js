// How long a person waits: until a kernel is ready, and from Run to the first picture.
import { showCell } from "../cells.js";
import { Lab } from "../lab.js";
import { peerCell } from "../peer/cell.js";
import { View } from "../view.js";
import { shipped } from "./front.js";
import { row, shuffled } from "./rows.js";

/** In the page: milliseconds from the wish for a kernel to its first answer. */
const startKernel = async (name) => {
  const begin = performance.now();
  const kernel = await window.jupyterapp.serviceManager.kernels.startNew({ name });
  await kernel.info;
  const ms = performance.now() - begin;
  await kernel.shutdown();
  return ms;
};

const detector = { kind: "disk", row: 48, col: 48, inner: 0, outer: 10 };

async function firstPicture(lab, at, kernel, cell) {
  const notebook = await lab.notebook(`start-${kernel}-${at}`, ["1", cell], kernel);
  await notebook.run(0);
  const begin = Date.now();
  await notebook.start(1);
  await new View(notebook).painted(60_000, { scroll: false });
  const ms = Date.now() - begin;
  await notebook.close();
  return ms;
}

export async function benchStart({ quick, say }) {
  const runs = quick ? 2 : 5;
  const peer = { data: "au-decahedron", ...shipped(), detector, padding: true };
  const kernels = { nbscope: showCell(), python3: peerCell(peer) };
  const ready = { nbscope: [], python3: [] };
  const first = { nbscope: [], python3: [] };
  const lab = await Lab.start();
  try {
    const home = await lab.notebook("home", ["1"], "python3");
    for (let at = 0; at < runs; at++) {
      for (const kernel of shuffled(Object.keys(kernels))) {
        say(`start: ${kernel}, run ${at + 1} of ${runs}`);
        ready[kernel].push(await home.page.run(startKernel, kernel));
        first[kernel].push(await firstPicture(lab, at, kernel, kernels[kernel]));
      }
    }
  } finally {
    await lab.close();
  }
  return [
    row("start: kernel ready", "ms", ready.nbscope, ready.python3, "ipykernel"),
    row("start: first picture after Run", "ms", first.nbscope, first.python3, "ipykernel, NumPy, anywidget"),
  ];
}
