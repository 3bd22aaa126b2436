// The Java benchmark of the compute module beside NumPy, LiberTEM and torch; its class says what it measures.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");

const quick = (module, ...rest) => join(root, module, "target", "quick", ...rest);

export async function benchCompute({ small, quick: fewer, torch, only, say }) {
  const path = [
    quick("compute", "test-classes"),
    quick("compute", "classes"),
    readFileSync(quick("compute", "test.class-path"), "utf8"),
  ];
  const folder = join(root, "build", "bench");
  mkdirSync(folder, { recursive: true });
  const json = join(folder, "compute.json");
  const child = spawn(
    process.env.NBSCOPE_BENCH_JAVA,
    [
      ...process.env.NBSCOPE_BENCH_FLAGS.split(" "),
      "-Xmx2g",
      `-Dnbscope.python=${process.env.NBSCOPE_BENCH_PEERS}`,
      "-cp",
      path.join(":"),
      "nbscope.compute.benchmark.ComputeBenchmark",
      join(folder, "compute"),
      json,
      ...(small ? ["--small"] : []),
      ...(fewer ? ["--quick"] : []),
      ...(torch ? ["--torch"] : []),
      ...only,
    ],
    { cwd: join(root, "compute"), stdio: ["ignore", "pipe", "inherit"] },
  );
  for await (const line of createInterface({ input: child.stdout })) say(line);
  const status = await new Promise((resolve) =>
    child.exitCode === null ? child.on("close", resolve) : resolve(child.exitCode),
  );
  if (status !== 0) throw new Error(`the Java benchmark ended with ${status}`);
  return JSON.parse(readFileSync(json, "utf8"));
}
