// Runs benchmarks, in a real browser where they need one, each beside its peer in one alternating run.
// Usage: node browser/bench.js [NAME] [--quick] [--json FILE]; names: widget, pixels, start, blosc2, compute, czi,
// datasets. compute, czi and datasets: [--small] [--only PART_OF_A_ROW'S_NAME]..., and compute: [--peer torch]; they run only when named.
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";

// Loaded when it runs: compute needs no npm packages.
const all = {
  blosc2: async (options) => (await import("./bench/blosc2.js")).benchBlosc2(options),
  pixels: async (options) => (await import("./bench/pixels.js")).benchPixels(options),
  start: async (options) => (await import("./bench/start.js")).benchStart(options),
  widget: async (options) => (await import("./bench/widget.js")).benchWidget(options),
};
const named = {
  // Needs 12 GB on the disk and 16 GB of memory.
  compute: async (options) => (await import("./bench/compute.js")).benchCompute(options),
  // Needs 2 GB on the disk and 4 GB of memory.
  czi: async (options) => (await import("./bench/czi.js")).benchCzi(options),
  // Needs 1 GB on the disk and 3 GB of memory.
  datasets: async (options) => (await import("./bench/datasets.js")).benchDatasets(options),
};

function parse(words) {
  const options = { quick: false, json: null, small: false, torch: false, only: [], names: Object.keys(all) };
  const known = { ...all, ...named };
  for (let i = 0; i < words.length; i++) {
    if (words[i] === "--quick") options.quick = true;
    else if (words[i] === "--small") options.small = true;
    else if (words[i] === "--json") options.json = resolve(words[++i] ?? "bench.json");
    else if (words[i] === "--peer" && words[++i] === "torch") options.torch = true;
    else if (words[i] === "--only" && i + 1 < words.length) options.only.push(words[++i]);
    else if (known[words[i]]) options.names = [words[i]];
    else throw new Error(`no benchmark is called "${words[i]}"; there are: ${Object.keys(known).join(", ")}`);
  }
  return options;
}

const digits = (value) => (value === null ? "-" : value.toFixed(value < 100 ? 2 : 0));

/** What only some benchmarks say: the peer's spread, the read limit and the part of it, the load, the goal. */
function addLimits(head, rows, cells) {
  if (!rows.some((row) => "ofLimit" in row)) return;
  head.push("peer's spread", "limit GB/s", "of limit", "load", "goal");
  rows.forEach((row, i) => {
    cells[i].push(
      row.peerSpread === null ? "-" : `${Math.round(100 * row.peerSpread)} %`,
      digits(row.limit),
      digits(row.ofLimit),
      row.load.toFixed(1),
      row.goal === null ? "-" : `${row.goal}${row.met ? "" : " MISSED"}`,
    );
  });
}

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
    row.peerName ?? "-",
  ]);
  addLimits(head, rows, cells);
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
  const { json, names, ...options } = parse(process.argv.slice(2));
  const rows = [];
  for (const name of names)
    rows.push(...(await { ...all, ...named }[name]({ ...options, say: (text) => console.log(`  ${text}`) })));
  print(rows);
  if (json) writeFileSync(json, `${JSON.stringify(rows, null, 2)}\n`);
} catch (problem) {
  console.error(problem.stack);
  process.exitCode = 1;
}
