// Our kernel under JupyterLab's own client: comms with buffers, answers while a cell runs, errors that read well.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Lab } from "../lab.js";
import { textOf } from "../notebook.js";

const echo = `WidgetHost.current().accept("echo", (comm, opened) -> new Comm.Listener() {
    public void onMessage(String message, java.util.List<java.nio.ByteBuffer> buffers) { comm.send(message, buffers); }
});`;

/** In the page: opens a comm to "echo", sends one message, gives the answer and how long it took. */
const ask = async (text, bytes) => {
  const kernel = window.nbscopePanel.sessionContext.session.kernel;
  const comm = kernel.createComm("echo");
  const answer = new Promise((resolve) => {
    comm.onMsg = (message) => resolve(message);
  });
  await comm.open({}).done;
  const begin = performance.now();
  comm.send({ text }, {}, [new Uint8Array(bytes)]);
  const { content, buffers } = await answer;
  const ms = performance.now() - begin;
  comm.close();
  const view = buffers[0];
  return { text: content.data.text, bytes: [...new Uint8Array(view.buffer, view.byteOffset, view.byteLength)], ms };
};

describe("our kernel in JupyterLab", () => {
  let lab;
  let notebook;
  before(async () => {
    lab = await Lab.start();
    const cells = [echo, "Thread.sleep(3000); 5", "int[] none = {}; none[3]", 'System.out.println("out"); 6 * 7'];
    notebook = await lab.notebook("kernel", cells);
  });
  after(() => lab?.close());

  it("prints and shows results", async () => {
    assert.equal(
      textOf(await notebook.run(3))
        .trim()
        .split(/\s+/)
        .join(" "),
      "out 42",
    );
  });

  it("echoes a comm message with its buffer", async () => {
    assert.doesNotMatch(textOf(await notebook.run(0)), /error|Exception/i);
    const answer = await notebook.page.run(ask, "grüße", [1, 2, 255, 0]);
    assert.equal(answer.text, "grüße");
    assert.deepEqual(answer.bytes, [1, 2, 255, 0]);
  });

  it("answers a comm while a cell runs", async () => {
    await notebook.start(1);
    await notebook.page.waitFor(
      "the busy kernel",
      5000,
      () => window.nbscopePanel.sessionContext.session.kernel.status === "busy",
    );
    const answer = await notebook.page.run(ask, "busy", [7]);
    assert.equal(answer.text, "busy");
    const still = await notebook.page.run(() => window.nbscopePanel.content.model.cells.get(1).outputs.length);
    assert.equal(still, 0, "the cell had ended before the comm was answered");
    await notebook.page.waitFor(
      "the end of the cell",
      10_000,
      () => window.nbscopePanel.content.model.cells.get(1).outputs.length > 0,
    );
  });

  it("shows an exception of a cell and lives on", async () => {
    assert.match(textOf(await notebook.run(2)), /ArrayIndexOutOfBoundsException/);
    assert.match(textOf(await notebook.run(3)), /42/);
  });
});
