// Runs the browser tests one file after the other and writes a report in vitest's JSON form.
// Usage: node browser/run.js [--report FILE] [TEST FILE]...
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { run } from "node:test";
import { fileURLToPath } from "node:url";

const folder = join(dirname(fileURLToPath(import.meta.url)), "test");

function parse(words) {
  const at = words.indexOf("--report");
  const report = at >= 0 ? resolve(words[at + 1]) : null;
  const named = words.filter((_, i) => at < 0 || (i !== at && i !== at + 1)).map((file) => resolve(file));
  const all = readdirSync(folder).filter((name) => name.endsWith(".test.js"));
  return { report, files: named.length > 0 ? named : all.sort().map((name) => join(folder, name)) };
}

/** The real error behind node's wrapper. */
const reason = (error) => error?.cause?.stack ?? error?.cause?.message ?? error?.stack ?? String(error);

function note(results, data, status) {
  // Suites and whole files are counted by their tests; a file without any test is itself the result.
  if (data.details?.type === "suite") return;
  const isFile = data.nesting === 0 && data.file === undefined && data.name.endsWith(".js");
  if (isFile && status === "passed") return;
  const message = status === "failed" ? [reason(data.details.error)] : data.skip ? [String(data.skip)] : [];
  const file = basename(data.file ?? data.name);
  results.push({
    file,
    fullName: data.name,
    status,
    failureMessages: message,
    duration: data.details?.duration_ms ?? 0,
  });
  const seconds = ((data.details?.duration_ms ?? 0) / 1000).toFixed(1);
  console.log(`${status.padEnd(7)} ${seconds.padStart(5)} s  ${file}: ${data.name}`);
  if (message.length > 0) console.log(message[0].replace(/^/gm, "        "));
}

function write(report, results) {
  const files = [...new Set(results.map((result) => result.file))];
  const testResults = files.map((name) => {
    const assertionResults = results.filter((result) => result.file === name);
    const status = assertionResults.some((result) => result.status === "failed") ? "failed" : "passed";
    return { name, status, assertionResults };
  });
  mkdirSync(dirname(report), { recursive: true });
  writeFileSync(report, JSON.stringify({ testResults }, null, 1));
}

const { report, files } = parse(process.argv.slice(2));
const results = [];
const stream = run({ files, concurrency: 1 });
stream.on("test:pass", (data) => note(results, data, data.skip === undefined ? "passed" : "skipped"));
stream.on("test:fail", (data) => note(results, data, "failed"));
stream.on("test:stderr", ({ message }) => process.stderr.write(message));
stream.on("end", () => {
  if (report) write(report, results);
  const count = (status) => results.filter((result) => result.status === status).length;
  console.log(`${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`);
  process.exitCode = count("failed") > 0 || results.length === 0 ? 1 : 0;
});
stream.resume();
