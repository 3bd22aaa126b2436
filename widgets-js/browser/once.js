// Runs show4dstem.ipynb of a folder in a headless JupyterLab: saves the notebook with its outputs, a picture of the
// widget and the page that the notebook wrote. Ends with an error when a cell raised or a canvas shows one colour.
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { listCells } from "./cells.js";
import { Lab } from "./lab.js";
import { View } from "./view.js";

const name = "show4dstem";

/** Different colours on a canvas. */
async function colours(view, panel) {
  const bytes = await view.pixels(panel);
  return new Set(new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)).size;
}

async function runCell(notebook, at, source) {
  const problem = (await notebook.run(at)).find((output) => output.output_type === "error");
  const first = source.split("\n")[0];
  if (problem) throw new Error(`the cell "${first}" failed: ${stripVTControlCharacters(problem.evalue)}`);
  console.log(`ran: ${first}`);
}

async function checkPictures(view, what) {
  for (const panel of ["diffraction", "virtual"]) {
    const count = await colours(view, panel);
    if (count < 8) throw new Error(`${what}: the ${panel} canvas shows ${count} colours, expected a picture`);
  }
}

export async function runOnce(folder, { edit = (source) => source } = {}) {
  const lab = await Lab.start({ work: folder });
  try {
    const notebook = await lab.open(name);
    const pictures = [];
    for (const [at, cell] of (await notebook.page.run(listCells)).entries()) {
      if (!cell.code) continue;
      const source = edit(cell.source);
      if (source !== cell.source) await notebook.edit(at, source);
      await runCell(notebook, at, source);
      if (!source.includes(".show()")) continue;
      const view = await new View(notebook, pictures.length).painted(60_000);
      await checkPictures(view, source.split("\n")[0]);
      const pixels = await view.pixels("virtual");
      pictures.push({ pixels, screenshot: await notebook.page.screenshot(await area(view)) });
    }
    await notebook.save();
    if (notebook.page.errors.length > 0) throw new Error(`the page reports: ${notebook.page.errors[0]}`);
    return pictures;
  } catch (problem) {
    console.error(lab.log.slice(-1500));
    throw problem;
  } finally {
    await lab.close();
  }
}

/** The widget's place in the page, whole pixels. */
async function area(view) {
  const { x, y, width, height } = (await view.describe()).area;
  return { x: Math.floor(x), y: Math.floor(y), width: Math.ceil(width), height: Math.ceil(height) };
}

async function main(folder) {
  const pictures = await runOnce(folder);
  if (pictures.length === 0) throw new Error("no cell showed a widget");
  writeFileSync(join(folder, `${name}.png`), pictures[0].screenshot);
  const page = join(folder, `${name}.html`);
  if (!existsSync(page) || statSync(page).size < 10_000) throw new Error(`${page} was not written by the notebook`);
  console.log(`wrote ${name}.ipynb, ${name}.png, ${name}.html in ${folder}`);
}

if (process.argv[1] === import.meta.filename) {
  main(process.argv[2]).catch((problem) => {
    console.error(problem.message);
    process.exitCode = 1;
  });
}
