// Starts and ends a headless Chromium with a profile of its own.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Page } from "./page.js";
import { scratch, until } from "./place.js";

const flags = [
  "--headless",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-background-timer-throttling",
  "--disable-component-update",
  "--disable-extensions",
  "--disable-renderer-backgrounding",
  "--disable-sync",
  "--force-color-profile=srgb",
  "--force-device-scale-factor=1",
  "--lang=en-US",
  "--no-default-browser-check",
  "--no-first-run",
  "--window-size=1400,1100",
  "--remote-debugging-port=0",
];

/** A running browser. `close` ends it and removes its profile. */
export class Browser {
  #process;
  #profile;
  #pages = [];

  static async start() {
    const browser = new Browser();
    browser.#profile = mkdtempSync(join(scratch(), "chromium-"));
    const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    const program = process.env.CHROMIUM || "chromium";
    const all = [...flags, ...root, `--user-data-dir=${browser.#profile}`, "about:blank"];
    browser.#process = spawn(program, all, { stdio: "ignore", detached: true });
    browser.#process.on("error", (problem) => {
      browser.failed = `${program} does not start: ${problem.message}`;
    });
    process.on("exit", browser.#kill);
    return browser;
  }

  /** Opens a new tab and waits until it can be driven. */
  async open(address) {
    const port = await until("Chromium's debugging port", 30_000, () => {
      if (this.failed) throw new Error(this.failed);
      return this.#port();
    });
    const answer = await fetch(`http://127.0.0.1:${port}/json/new?${encodeURIComponent(address)}`, { method: "PUT" });
    const page = await Page.connect((await answer.json()).webSocketDebuggerUrl);
    this.#pages.push(page);
    return page;
  }

  #port() {
    try {
      return Number(readFileSync(join(this.#profile, "DevToolsActivePort"), "utf8").split("\n")[0]);
    } catch {
      return 0;
    }
  }

  #kill = () => {
    try {
      process.kill(-this.#process.pid, "SIGKILL");
    } catch {
      // It has ended already.
    }
  };

  async close() {
    for (const page of this.#pages) page.close();
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      this.#kill();
      await ended;
    }
    process.off("exit", this.#kill);
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
