// Asks NumPy whether recorded frames and canvases are right.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { python, root, scratch } from "./place.js";

const peer = join(root, "widgets-js", "browser", "peer");

function ask(script, data, content) {
  const folder = mkdtempSync(join(scratch(), "truth-"));
  try {
    const file = join(folder, "recording.json");
    writeFileSync(file, JSON.stringify(content));
    return JSON.parse(execFileSync(python, [join(peer, script), file, data], { encoding: "utf8", maxBuffer: 1 << 28 }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** {compared, different, wrong: [sentences]} for the frames of a recording. */
export function judgeFrames(recording, data = "au-decahedron") {
  return ask(
    "truth.py",
    data,
    recording.frames.map(({ content, bytes }) => ({ ...content, bytes })),
  );
}

/** {wrong: [sentences]} for a canvas: what it shows must follow from NumPy's image and matplotlib's table. */
export function judgeCanvas(shown, data = "au-decahedron") {
  return ask("canvas.py", data, shown);
}
