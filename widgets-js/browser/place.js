// Folders of the checkout, and waiting.
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const build = join(root, "build");
export const python = join(build, "python", "bin", "python");
export const data = join(root, "notebooks", "data");

/** A folder for profiles, notebooks and run-time files; everything in it may be removed between runs. */
export function scratch(name = "") {
  const folder = join(build, "browser", name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks again and again until `ask` gives something true; the error names what was awaited. */
export async function until(what, limitMs, ask, everyMs = 50) {
  const end = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited ${limitMs / 1000} s in vain for ${what}`);
    await sleep(everyMs);
  }
}
