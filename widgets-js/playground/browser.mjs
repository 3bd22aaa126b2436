// A Chromium page driven over the raw DevTools protocol, and a file server for the playground.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import WebSocket from "ws";

const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json" };

/** Serves a folder on the loopback; `address` is where. */
export async function serve(folder) {
  const server = createServer(async (request, response) => {
    const path = join(folder, normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname)));
    try {
      const body = await readFile(path);
      response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** Starts a headless Chromium; the socket of its one page, and what ends it. */
async function start(program) {
  const profile = mkdtempSync(join(tmpdir(), "nbscope-chromium-"));
  const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const flags = ["--headless=new", "--remote-debugging-port=0", `--user-data-dir=${profile}`, ...root];
  const child = spawn(program, [...flags, "about:blank"], { stdio: ["ignore", "ignore", "pipe"] });
  const address = await new Promise((resolve, reject) => {
    let text = "";
    child.once("error", reject);
    child.stderr.on("data", (part) => {
      text += part;
      const found = /DevTools listening on ws:\/\/([^/]+)/.exec(text);
      if (found) resolve(found[1]);
    });
  });
  const targets = await (await fetch(`http://${address}/json`)).json();
  const socket = new WebSocket(targets.find(({ type }) => type === "page").webSocketDebuggerUrl);
  await new Promise((resolve) => socket.once("open", resolve));
  const close = async () => {
    socket.close();
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill();
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
  };
  return { socket, close };
}

/** A page in a headless Chromium of its own; `problems` fills with uncaught exceptions. */
export async function openPage(program = process.env.CHROMIUM ?? "chromium") {
  const { socket, close } = await start(program);
  const waiting = new Map();
  const problems = [];
  let count = 0;
  socket.on("message", (data) => {
    const { id, result, error, method, params } = JSON.parse(data);
    if (id) {
      const { resolve, reject } = waiting.get(id);
      waiting.delete(id);
      error ? reject(new Error(error.message)) : resolve(result);
    } else if (method === "Runtime.exceptionThrown") {
      problems.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
    }
  });
  const send = (method, params = {}) =>
    new Promise((resolve, reject) => {
      waiting.set(++count, { resolve, reject });
      socket.send(JSON.stringify({ id: count, method, params }));
    });
  const evaluate = async (expression) => {
    const wish = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await send("Runtime.evaluate", wish);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  const until = async (expression, seconds = 20) => {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
      if (await evaluate(expression)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`not within ${seconds} s: ${expression}`);
  };
  await send("Runtime.enable");
  await send("Page.enable");
  return { send, evaluate, until, problems, close };
}
