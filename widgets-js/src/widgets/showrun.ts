import { effect, untracked } from "@preact/signals-core";
import { ready } from "../image";
import { h, Lifetime, newId, set, setText } from "../ui/dom";
import { addLookKeys, keepKeys } from "../ui/keys";
import { picturePane } from "../ui/pane";
import type { Panel } from "../ui/panel";
import { Stage } from "../ui/stage";
import { type WidgetModule, widgetOf } from "../wire/widget";
import { RunSession } from "./runsession";

const hint =
  "Plus and minus zoom, l switches the log scale, a sets automatic contrast, c takes the next colour map, " +
  "i inverts it, f fits the image, r resets.";

const badges: Record<string, string> = { running: "running", done: "done", cancelled: "cancelled", error: "failed" };

/** How far, how fast, how long still, and the button that ends it; the reason in its place when the run failed. */
function paceBar(session: RunSession, lifetime: Lifetime): HTMLElement {
  const bar = h("progress", { max: 1, "aria-label": "Progress of the run" });
  const text = h("span", {});
  const button = h("button", { type: "button" }, "Cancel");
  const row = h("div", { class: "nbscope-row nbscope-pace" }, bar, button, text);
  lifetime.listen(button, "click", () => session.cancel());
  lifetime.add(
    effect(() => {
      const { status, message, progress } = session.pace.value;
      const running = status === "running";
      bar.hidden = !running;
      button.hidden = !running;
      button.disabled = session.cancelling.value;
      if (progress === null) bar.removeAttribute("value");
      else bar.value = progress;
      setText(button, session.cancelling.value ? "Cancelling…" : "Cancel");
      setText(text, session.silent.value ? "The kernel does not answer. Is it busy or gone?" : message);
      set(row, { "data-failed": status === "error" });
      set(text, { role: status === "error" ? "alert" : null });
    }),
  );
  return row;
}

function header(session: RunSession, root: HTMLElement, lifetime: Lifetime): HTMLElement {
  const title = h("span", { class: "nbscope-title" });
  const badge = h("span", { class: "nbscope-badge", role: "status" });
  lifetime.add(
    effect(() => {
      const condition = session.silent.value ? "silent" : session.pace.value.status;
      setText(title, session.pace.value.title);
      setText(badge, badges[condition] ?? "no answer");
      set(root, { "data-status": condition });
    }),
  );
  return h("div", { class: "nbscope-header" }, title, badge);
}

function pane(panel: Panel, lifetime: Lifetime): HTMLElement {
  const id = newId();
  const stage = new Stage(panel, id, lifetime);
  addLookKeys(stage);
  return picturePane(stage, { id, text: hint });
}

/** Builds one view of a session inside `el`; the result takes it away again. */
function mount(session: RunSession, el: HTMLElement): () => void {
  const lifetime = new Lifetime();
  const root = h("div", { class: "nbscope-root nbscope-run", role: "group", "aria-label": "ShowRun" });
  const panes = h("div", { class: "nbscope-panes" });
  lifetime.listen<KeyboardEvent>(root, "keydown", keepKeys);
  root.append(header(session, root, lifetime), paceBar(session, lifetime), panes);
  el.append(root);
  let inner = new Lifetime();
  lifetime.add(() => inner.end());
  lifetime.add(
    effect(() => {
      const panels = session.panels.value;
      inner.end();
      inner = new Lifetime();
      // What a pane reads while it is built concerns the pane alone.
      untracked(() => panes.replaceChildren(...panels.map((panel) => pane(panel, inner))));
    }),
  );
  session.open();
  lifetime.add(() => {
    session.close();
    root.remove();
  });
  return () => lifetime.end();
}

const widget: WidgetModule = widgetOf((model) => new RunSession(model), mount, ready);
export default widget;
