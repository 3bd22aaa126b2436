// The Java benchmark of Blosc2 arrays beside python-blosc2; its class says what it measures.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");

// A part of the files, which still has each codec.
const QUICK = ["decode f4-zstd5", "decode f4-lz4", "decode u2-lz4hc8", "decode u2-mla", "blosclz", "patch", "write"];

export async function benchBlosc2({ quick, say }) {
  const classes = join(root, "io", "target", "quick");
  const path = [
    join(classes, "classes"),
    join(classes, "test-classes"),
    readFileSync(join(root, "build", "bench.class-path"), "utf8"),
  ];
  const json = join(root, "build", "bench", "blosc2.json");
  const child = spawn(
    process.env.NBSCOPE_BENCH_JAVA,
    [
      ...process.env.NBSCOPE_BENCH_FLAGS.split(" "),
      `-Dnbscope.python=${process.env.NBSCOPE_BENCH_PYTHON}`,
      "-cp",
      path.join(":"),
      "nbscope.io.Blosc2Benchmark",
      join(root, "build", "bench", "blosc2"),
      json,
      ...(quick ? QUICK : []),
    ],
    { cwd: join(root, "io"), stdio: ["ignore", "pipe", "inherit"] },
  );
  for await (const line of createInterface({ input: child.stdout })) say(line);
  const status = await new Promise((resolve) =>
    child.exitCode === null ? child.on("close", resolve) : resolve(child.exitCode),
  );
  if (status !== 0) throw new Error(`the Java benchmark ended with ${status}`);
  return JSON.parse(readFileSync(json, "utf8"));
}
