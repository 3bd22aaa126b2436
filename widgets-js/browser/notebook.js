// One notebook that is open in a tab of JupyterLab. Functions given to `page.run` are sent as text: they see `lab`,
// the notebook's panel, through `window.nbscopePanel`.
const panelOf = (path) => {
  const found = [...(window.jupyterapp?.shell?.widgets("main") ?? [])].find((w) => w.context?.path === path);
  if (!found?.sessionContext?.session?.kernel || !found.context.isReady) return false;
  window.nbscopePanel = found;
  const splash = document.querySelector(".jp-Splash, #jupyterlab-splash");
  return !splash && found.sessionContext.isReady && found.sessionContext.session.kernel.status === "idle";
};

/** What a person would see of a page that did not become a notebook. */
const whatIsThere = () => {
  const all = [...(window.jupyterapp?.shell?.widgets("main") ?? [])].map(
    (w) => `${w.context?.path ?? w.id}: ${w.sessionContext?.session?.kernel?.status ?? "no kernel"}`,
  );
  const text = (document.querySelector(".jp-Dialog") ?? document.body)?.textContent ?? "";
  return `${document.visibilityState} ${location.pathname}, [${all}], "${text.slice(0, 300).replaceAll("\n", " | ")}"`;
};

const runCell = async (at) => {
  const panel = window.nbscopePanel;
  panel.content.deselectAll();
  panel.content.activeCellIndex = at;
  await window.jupyterapp.commands.execute("notebook:run-cell");
};

const readOutputs = (at) => window.nbscopePanel.content.model.cells.get(at).outputs.toJSON();

export class Notebook {
  page;

  static async attach(page, path) {
    const notebook = new Notebook();
    notebook.page = page;
    try {
      await page.waitFor(`the notebook ${path} with its kernel`, 60_000, panelOf, path);
    } catch (problem) {
      const seen = await page.run(whatIsThere).catch((more) => `nothing: ${more.message}`);
      throw new Error(`${problem.message}; the page shows ${seen}`, { cause: problem });
    }
    return notebook;
  }

  /** Runs one cell to its end and gives its outputs. */
  async run(at) {
    await this.page.run(runCell, at);
    return this.outputs(at);
  }

  /** Starts a cell and does not wait. */
  start(at) {
    return this.page.run(`void (${runCell})(${at})`);
  }

  /** Adds a code cell at the end, runs it, gives its outputs. */
  async cell(source) {
    const at = await this.page.run((text) => {
      const cells = window.nbscopePanel.content.model.sharedModel;
      cells.insertCell(cells.cells.length, { cell_type: "code", source: text, metadata: {} });
      return cells.cells.length - 1;
    }, source);
    return this.run(at);
  }

  /** Sets the text of a cell. */
  edit(at, source) {
    return this.page.run(
      (index, text) => window.nbscopePanel.content.model.sharedModel.getCell(index).setSource(text),
      at,
      source,
    );
  }

  outputs(at) {
    return this.page.run(readOutputs, at);
  }

  /** All that a cell printed, and its text results, as one text. */
  async text(at) {
    return textOf(await this.outputs(at));
  }

  /** Comms that the kernel says are open, as {id: target}. */
  comms() {
    return this.page.run(async () => {
      const answer = await window.nbscopePanel.sessionContext.session.kernel.requestCommInfo({});
      return Object.fromEntries(Object.entries(answer.content.comms).map(([id, comm]) => [id, comm.target_name]));
    });
  }

  /** Ends the kernel and closes the tab. */
  async close() {
    await this.page.run(() => window.nbscopePanel.sessionContext.shutdown());
    await this.page.send("Page.close");
    this.page.close();
  }

  save() {
    return this.page.run(() => window.nbscopePanel.context.save());
  }

  async theme(name) {
    await this.page.run((theme) => window.jupyterapp.commands.execute("apputils:change-theme", { theme }), name);
    await this.page.waitFor("the theme", 10_000, () => !document.querySelector(".jp-Splash, #jupyterlab-splash"));
  }
}

/** Outputs of a cell as text. */
export function textOf(outputs) {
  const join = (text) => (Array.isArray(text) ? text.join("") : (text ?? ""));
  return outputs
    .map((output) => {
      if (output.output_type === "stream") return join(output.text);
      if (output.output_type === "error") return [output.ename, output.evalue, ...(output.traceback ?? [])].join("\n");
      return join(output.data?.["text/plain"]);
    })
    .join("\n");
}
