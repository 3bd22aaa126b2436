// Builds dist/: every widget is one self-contained ES module, because notebook hosts load it from a blob URL and
// relative imports have no base there. `node build.mjs --watch` rebuilds on each change.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { makeAssets, root } from "./tools/assets.mjs";

/** Entries that are shipped; each becomes dist/<name>.js. */
const entries = {
  show4dstem: "src/widgets/show4dstem.ts",
  showpatches: "src/widgets/showpatches.ts",
  showrun: "src/widgets/showrun.ts",
};

const options = {
  absWorkingDir: root,
  bundle: true,
  charset: "utf8",
  format: "esm",
  legalComments: "none",
  loader: { ".wasm": "binary", ".txt": "text" },
  minify: true,
  outdir: "dist",
  target: "es2022",
};

export async function build() {
  rmSync(`${root}dist`, { recursive: true, force: true });
  mkdirSync(`${root}dist`, { recursive: true });
  await makeAssets();
  const entryPoints = Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(root + path)));
  if (Object.keys(entryPoints).length > 0) await esbuild.build({ ...options, entryPoints });
  for (const name of Object.keys(entries)) await buildStyle(name);
  const shell = `${root}src/static/shell.html`;
  if (existsSync(shell)) copyFileSync(shell, `${root}dist/shell.html`);
  return readdirSync(`${root}dist`).map((name) => {
    const bytes = readFileSync(`${root}dist/${name}`);
    return { name, bytes: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
  });
}

/** The style sheet of a widget: text of its own, because anywidget wants it beside the module. */
async function buildStyle(name) {
  const path = `src/widgets/${name}.css`;
  if (existsSync(root + path)) await esbuild.build({ ...options, entryPoints: { [name]: path } });
}

async function watch() {
  await build();
  const context = await esbuild.context({ ...options, minify: false, sourcemap: "inline", entryPoints: entries });
  await context.watch();
}

if (process.argv[1] === `${root}build.mjs`) {
  if (process.argv.includes("--watch")) await watch();
  else
    for (const { name, bytes, gzip } of await build())
      console.log(`dist/${name}: ${(bytes / 1000).toFixed(1)} kB, gzip ${(gzip / 1000).toFixed(1)} kB`);
}
