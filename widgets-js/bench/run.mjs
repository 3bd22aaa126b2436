// node bench/run.mjs: prints the medians of bench/pixels.js.
import { writeFileSync } from "node:fs";
import * as esbuild from "esbuild";
import { makeAssets, root } from "../tools/assets.mjs";
import { benchPixels } from "./pixels.js";

await makeAssets();
await esbuild.build({
  absWorkingDir: root,
  bundle: true,
  entryPoints: { image: "src/image/index.ts" },
  format: "esm",
  loader: { ".wasm": "binary", ".txt": "text" },
  minify: true,
  outdir: "build",
  target: "es2022",
});
const image = await import("../build/image.js");
const rows = benchPixels(image);
for (const row of rows) {
  const figures = `${row.ours.toFixed(2)} ${row.unit}, ${row.peerName} ${row.peer.toFixed(2)} ${row.unit}`;
  console.log(`${row.name}: ${figures}, ratio ${row.ratio.toFixed(1)}, spread ${(100 * row.spread).toFixed(0)} %`);
}
if (process.argv[2]) writeFileSync(process.argv[2], `${JSON.stringify(rows, null, 2)}\n`);
