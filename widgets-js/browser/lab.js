// A JupyterLab of its own for a test or a benchmark: server, browser, notebooks. Everything ends with `close`.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Browser } from "./chromium.js";
import { Notebook } from "./notebook.js";
import { build, python, root, scratch, sleep, until } from "./place.js";

const setting = join(root, ".nbscope", "jupyter", "jupyter_server_config.py");

/** The environment of a Jupyter server that touches nothing outside `folder`. */
function environment(folder, token, nodelay) {
  const inside = (name) => join(folder, name);
  return {
    ...process.env,
    JUPYTER_TOKEN: token,
    JUPYTER_CONFIG_DIR: inside("config"),
    JUPYTER_DATA_DIR: inside("data"),
    JUPYTER_RUNTIME_DIR: inside("runtime"),
    JUPYTERLAB_SETTINGS_DIR: inside("settings"),
    JUPYTERLAB_WORKSPACES_DIR: inside("workspaces"),
    IPYTHONDIR: inside("ipython"),
    POCL_CACHE_DIR: join(build, "pocl"),
    NBSCOPE_NODELAY: nodelay ? "1" : "0",
  };
}

export class Lab {
  /** The folder that the server shows; notebooks are written here. */
  work;
  #folder;
  #server;
  #token = randomBytes(16).toString("hex");
  #address;
  #browser;

  /**
   * `nodelay`: with our server setting; without it Jupyter is as it comes. `work`: an existing folder to show.
   * `without`: name of a JupyterLab extension that is turned off.
   */
  static async start({ nodelay = false, work, without } = {}) {
    if (!existsSync(python)) throw new Error("build/python is missing: ./nbscope demo makes it");
    const lab = new Lab();
    lab.#folder = mkdtempSync(join(scratch(), "lab-"));
    lab.work = work ?? join(lab.#folder, "work");
    mkdirSync(lab.work, { recursive: true });
    for (const name of ["runtime", "config"]) mkdirSync(join(lab.#folder, name), { recursive: true });
    copyFileSync(setting, join(lab.#folder, "config", "jupyter_server_config.py"));
    if (without) lab.#disable(without);
    lab.#spawn(nodelay);
    try {
      lab.#address = await until("JupyterLab", 60_000, () => lab.#answers());
      lab.#browser = await Browser.start();
    } catch (problem) {
      await lab.close();
      throw problem;
    }
    return lab;
  }

  get log() {
    return readFileSync(join(this.#folder, "server.log"), "utf8");
  }

  #disable(extension) {
    const folder = join(this.#folder, "config", "labconfig");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "page_config.json"), JSON.stringify({ disabledExtensions: { [extension]: true } }));
  }

  /** The kernel.json of a kernel in build/python. */
  kernelFile(name) {
    return join(build, "python", "share", "jupyter", "kernels", name, "kernel.json");
  }

  /** Adds a kernelspec that only this server sees. */
  addKernel(name, spec) {
    const folder = join(this.#folder, "data", "kernels", name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "kernel.json"), JSON.stringify({ ...spec, display_name: name }));
  }

  #spawn(nodelay) {
    const root = process.getuid?.() === 0 ? ["--allow-root"] : [];
    const words = [
      "-m",
      "jupyterlab",
      "--no-browser",
      "--ip=127.0.0.1",
      ...root,
      "--LabApp.expose_app_in_browser=True",
    ];
    const log = openSync(join(this.#folder, "server.log"), "w");
    this.#server = spawn(python, [...words, `--ServerApp.root_dir=${this.work}`], {
      env: environment(this.#folder, this.#token, nodelay),
      stdio: ["ignore", log, log],
      detached: true,
    });
    closeSync(log);
    process.on("exit", this.#kill);
  }

  async #answers() {
    if (this.#server.exitCode !== null) throw new Error(`JupyterLab ended at once:\n${this.log.slice(-2000)}`);
    const runtime = join(this.#folder, "runtime");
    const info = readdirSync(runtime).find((name) => /^jpserver-\d+\.json$/.test(name));
    if (!info) return "";
    try {
      const address = `http://127.0.0.1:${JSON.parse(readFileSync(join(runtime, info), "utf8")).port}`;
      return (await fetch(`${address}/api`)).ok ? address : "";
    } catch {
      return "";
    }
  }

  /** Writes a notebook of code cells and opens it in a new tab; the kernel is ready when this resolves. */
  async notebook(name, cells, kernel = "nbscope") {
    const code = (source, at) => ({
      cell_type: "code",
      id: `cell-${at}`,
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    });
    const content = {
      cells: cells.map(code),
      metadata: { kernelspec: { name: kernel, display_name: kernel, language: "" } },
      nbformat: 4,
      nbformat_minor: 5,
    };
    writeFileSync(join(this.work, `${name}.ipynb`), JSON.stringify(content));
    return this.open(name);
  }

  /** Opens a notebook that lies in the work folder. */
  async open(name) {
    const workspace = `w${randomBytes(4).toString("hex")}`;
    const address = `${this.#address}/lab/workspaces/${workspace}/tree/${name}.ipynb?token=${this.#token}`;
    const page = await this.#browser.open(address);
    return Notebook.attach(page, `${name}.ipynb`);
  }

  /** A page outside JupyterLab, in the same browser. */
  page(address) {
    return this.#browser.open(address);
  }

  /** Running kernels, from the server itself. */
  async kernels() {
    const answer = await fetch(`${this.#address}/api/kernels`, { headers: { Authorization: `token ${this.#token}` } });
    return answer.json();
  }

  #kill = () => {
    try {
      process.kill(-this.#server.pid, "SIGKILL");
    } catch {
      // It has ended already.
    }
  };

  /** Ends browser, kernels and server, in this order; nothing stays behind. */
  async close() {
    await this.#browser?.close();
    if (this.#server.exitCode === null) {
      const ended = new Promise((resolve) => this.#server.once("exit", resolve));
      this.#server.kill("SIGTERM");
      await Promise.race([ended, sleep(15_000)]);
    }
    this.#kill();
    process.off("exit", this.#kill);
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
