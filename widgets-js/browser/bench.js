// Runs benchmarks in a real browser, each beside its peer in one alternating run.
// Usage: node browser/bench.js [NAME] [--quick] [--json FILE]; names: widget, pixels, start, blosc2.
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { benchBlosc2 } from "./bench/blosc2.js";
import { benchPixels } from "./bench/pixels.js";
import { benchStart } from "./bench/start.js";
import { benchWidget } from "./bench/widget.js";

const all = { blosc2: benchBlosc2, pixels: benchPixels, start: benchStart, widget: benchWidget };

function parse(words) {
  const options = { quick: false, json: null, names: Object.keys(all) };
  for (let i = 0; i < words.length; i++) {
    if (words[i] === "--quick") options.quick = true;
    else if (words[i] === "--json") options.json = resolve(words[++i] ?? "bench.json");
    else if (all[words[i]]) options.names = [words[i]];
    else throw new Error(`no benchmark is called "${words[i]}"; there are: ${Object.keys(all).join(", ")}`);
  }
  return options;
}

const digits = (value) => (value === null ? "-" : value.toFixed(value < 100 ? 2 : 0));

function print(rows) {
  const head = ["benchmark", "ours", "peer", "unit", "ratio", "spread", "runs", "beside"];
  const cells = rows.map((row) => [
    row.name,
    digits(row.ours),
    digits(row.peer),
    row.unit,
    digits(row.ratio),
    `${Math.round(100 * row.spread)} %`,
    String(row.runs),
    row.peerName,
  ]);
  const width = head.map((_, i) => Math.max(...[head, ...cells].map((line) => line[i].length)));
  for (const line of [head, ...cells])
    console.log(
      line
        .map((text, i) => text.padEnd(width[i]))
        .join("  ")
        .trimEnd(),
    );
}

try {
  const { quick, json, names } = parse(process.argv.slice(2));
  const rows = [];
  for (const name of names) rows.push(...(await all[name]({ quick, say: (text) => console.log(`  ${text}`) })));
  print(rows);
  if (json) writeFileSync(json, `${JSON.stringify(rows, null, 2)}\n`);
} catch (problem) {
  console.error(problem.stack);
  process.exitCode = 1;
}
