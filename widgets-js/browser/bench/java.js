// Runs a Java benchmark, says its lines as they come and gives the rows that it wrote.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");

/** What Maven compiled for `module`: its classes and those of its tests. */
export const quick = (module, ...rest) => join(root, module, "target", "quick", ...rest);

export const classPathIn = (file) => readFileSync(file, "utf8");

/** The class path that `.nbscope/bench.sh` wrote for the benchmarks of io. */
export const ioClassPath = () => [
  quick("io", "classes"),
  quick("io", "test-classes"),
  classPathIn(join(root, "build", "bench.class-path")),
];

/** `name`: of the JSON file below build/bench, and of the data's folder unless `data` names it. `words`: arguments. */
export async function runJava({ module, path, main, name, data = name, python, flags = [], words, say }) {
  const folder = join(root, "build", "bench");
  mkdirSync(folder, { recursive: true });
  const json = join(folder, `${name}.json`);
  const child = spawn(
    process.env.NBSCOPE_BENCH_JAVA,
    [
      ...process.env.NBSCOPE_BENCH_FLAGS.split(" "),
      ...flags,
      `-Dnbscope.python=${python}`,
      "-cp",
      path.join(":"),
      main,
      join(folder, data),
      json,
      ...words,
    ],
    { cwd: join(root, module), stdio: ["ignore", "pipe", "inherit"] },
  );
  for await (const line of createInterface({ input: child.stdout })) say(line);
  const status = await new Promise((resolve) =>
    child.exitCode === null ? child.on("close", resolve) : resolve(child.exitCode),
  );
  if (status !== 0) throw new Error(`the Java benchmark ended with ${status}`);
  return JSON.parse(readFileSync(json, "utf8"));
}
