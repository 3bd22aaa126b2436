// Makes the two generated inputs of the bundle: build/kernels.wasm and build/luts.txt.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

export async function makeAssets() {
  mkdirSync(`${root}build`, { recursive: true });
}
