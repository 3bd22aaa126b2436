// Makes the two generated inputs of the bundle: build/kernels.wasm and build/luts.txt.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Tables of luts/<name>.bin that the bundle carries. The order is that of src/image/luts.ts. */
const packed = ["gray", "viridis", "inferno", "magma", "plasma", "cividis", "turbo", "RdBu", "twilight"];

async function compileKernels() {
  const options = "--optimizeLevel 3 --runtime stub --noAssert --enable simd --use abort=";
  const source = ["wasm/kernels.ts", "--baseDir", root, "--outFile", "build/kernels.wasm"];
  const { error, stderr } = await asc.main([...source, ...options.split(" ")]);
  if (error) throw new Error(`AssemblyScript: ${error.message}\n${stderr.toString()}`);
}

/**
 * One character per byte, colour plane after colour plane: the difference to the entry before, plus 40. Neighbours
 * differ by little, so gzip needs about 150 bytes per table.
 */
function packTables() {
  let text = "";
  for (const name of packed) {
    const table = readFileSync(`${root}luts/${name}.bin`);
    for (let plane = 0; plane < 3; plane++)
      for (let i = plane, before = 0; i < table.length; before = table[i], i += 3)
        text += String.fromCharCode(table[i] - before + 40);
  }
  writeFileSync(`${root}build/luts.txt`, text);
}

export async function makeAssets() {
  mkdirSync(`${root}build`, { recursive: true });
  packTables();
  await compileKernels();
}
