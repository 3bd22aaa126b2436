import { ready } from "../image";
import { type Snapshot, StaticModel } from "../static/model";
import { h, Lifetime } from "../ui/dom";
import { Help } from "../ui/help";
import { addKeys, keepKeys } from "../ui/keys";
import { pane } from "../ui/pane";
import { footer, header } from "../ui/status";
import { Timeline } from "../ui/timeline";
import { toolbar } from "../ui/toolbar";
import type { Arrival } from "../wire/client";
import { type WidgetModule, widgetOf } from "../wire/widget";
import { Session } from "./session";

/** Tells the page that a frame came, for tests and benchmarks; nothing in the widget listens. */
function announce(root: HTMLElement, { content, event, sent, arrived }: Arrival): void {
  const detail = { panel: content.panel, seq: content.seq, t_event: event, t_sent: sent, t: arrived };
  root.dispatchEvent(new CustomEvent("nbscope:arrived", { bubbles: true, detail }));
}

/** Builds one view of a session inside `el`; the result takes it away again. */
function mount(session: Session, el: HTMLElement): () => void {
  const lifetime = new Lifetime();
  const root = h("div", { class: "nbscope-root", role: "group", "aria-label": "Show4DSTEM" });
  const help = new Help(lifetime);
  const timeline = new Timeline(session, lifetime);
  const diffraction = pane(session, "diffraction", lifetime);
  const virtual = pane(session, "virtual", lifetime);
  for (const { stage } of [diffraction, virtual]) addKeys(stage, session, { timeline, help });
  lifetime.listen<KeyboardEvent>(root, "keydown", keepKeys);
  const arrived = (arrival: Arrival): void => announce(root, arrival);
  session.arrivals.add(arrived);
  lifetime.add(() => session.arrivals.delete(arrived));
  root.append(
    header(session, root, lifetime, help.button),
    help.element,
    h("div", { class: "nbscope-panes" }, diffraction.element, virtual.element),
    toolbar(session, lifetime),
    timeline.element,
    footer(session, lifetime),
  );
  el.append(root);
  session.open();
  lifetime.add(() => {
    session.close();
    root.remove();
  });
  return () => lifetime.end();
}

const widget: WidgetModule = widgetOf((model) => new Session(model), mount, ready);
export default widget;

/** Shows a snapshot without a kernel: contrast, zoom and readout work, presets where their images are in it. */
export async function mountStatic(el: HTMLElement, snapshot: Snapshot): Promise<() => void> {
  await ready();
  return mount(new Session(new StaticModel(snapshot), true), el);
}
