// Builds what the benchmarks load into a page: the front end with one request in flight, the pixel pipeline.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";
import { root, scratch } from "../place.js";

const js = join(root, "widgets-js");
const loader = { ".wasm": "binary", ".txt": "text", ".css": "text" };
const common = { absWorkingDir: js, bundle: true, charset: "utf8", loader, minify: true, target: "es2022" };

/** The front end as it is shipped: {esm, css}. */
export const shipped = () => ({ esm: join(js, "dist", "show4dstem.js"), css: join(js, "dist", "show4dstem.css") });

const oneCredit = {
  name: "one-credit",
  setup(build) {
    build.onLoad({ filter: /wire[/\\]queue\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8");
      const changed = source.replace("export const credits = 2;", "export const credits = 1;");
      if (changed === source) throw new Error(`${path}: the number of credits is not where the benchmark looks for it`);
      return { contents: changed, loader: "ts" };
    });
  },
};

/** The same front end with one request in flight, as a widget has it that waits for each answer. */
export async function waiting() {
  const esm = join(scratch("front"), "one-credit.js");
  const entry = join(js, "src", "widgets", "show4dstem.ts");
  await esbuild.build({ ...common, entryPoints: [entry], format: "esm", outfile: esm, plugins: [oneCredit] });
  return { esm, css: shipped().css };
}

/** A script that defines `window.nbscopePixels(options)`. */
export async function pixelScript() {
  const file = join(scratch("front"), "pixels.js");
  const contents = `import * as image from "./src/image/index.ts";
import { benchPixels } from "./bench/pixels.js";
globalThis.nbscopePixels = async (options) => { await image.ready(); return benchPixels(image, options); };`;
  writeFileSync(file, "");
  await esbuild.build({ ...common, stdin: { contents, resolveDir: js }, format: "iife", outfile: file });
  return readFileSync(file, "utf8");
}
