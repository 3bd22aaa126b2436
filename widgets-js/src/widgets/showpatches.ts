import { effect } from "@preact/signals-core";
import { costAt, fits, type Layout } from "../layout/grid";
import { PatchSession } from "../layout/session";
import { h, Lifetime, newId, set, setText } from "../ui/dom";
import { bytes, grouped } from "../ui/format";
import { section } from "../ui/section";
import { type WidgetModule, widgetOf } from "../wire/widget";

const factor = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(1)}×`;

/** The rows of the table: name, and its text for one layout at the patch's place. */
function rows(session: PatchSession): [string, string, (layout: Layout) => string][] {
  const cost = (layout: Layout) =>
    costAt(layout, session.shape, session.patch, session.position.value, session.itemBytes);
  return [
    ["chunks", "touched here", (layout) => grouped(String(cost(layout).chunks))],
    ["blocks", "touched here", (layout) => grouped(String(cost(layout).blocks))],
    ["here", "bytes decoded per byte asked for", (layout) => factor(cost(layout).amplification)],
    ["at origin", "bytes decoded per byte asked for", (layout) => factor(layout.aligned)],
    ["on average", "over all places, exact", (layout) => factor(layout.random)],
    ["decoded", "bytes of the touched blocks", (layout) => bytes(cost(layout).decodedBytes)],
    [
      "stored",
      "estimated from the size of the file",
      (layout) => (layout.ratio === null ? "–" : `≈ ${bytes(cost(layout).decodedBytes * layout.ratio)}`),
    ],
    [
      "working set",
      "decoded blocks and the patch; the smallest cache that holds it",
      (layout) => {
        const { workingSetBytes } = cost(layout);
        return `${bytes(workingSetBytes)} (${fits(workingSetBytes, session.caches)})`;
      },
    ],
  ];
}

function table(session: PatchSession, lifetime: Lifetime): HTMLElement {
  const heads = session.layouts.map(({ strategy }) => h("th", { scope: "col" }, strategy));
  const body = rows(session)
    .filter(([name]) => name !== "stored" || session.layouts.some(({ ratio }) => ratio !== null))
    .map(([name, title, text]) => {
      const cells = session.layouts.map(() => h("td", { "data-row": name }));
      lifetime.add(
        effect(() => {
          for (const [i, layout] of session.layouts.entries()) setText(cells[i]!, text(layout));
        }),
      );
      return h("tr", { title }, h("th", { scope: "row" }, name), ...cells);
    });
  return h(
    "table",
    { class: "nbscope-costs" },
    h("caption", { class: "nbscope-hidden" }, "What reading the patch costs"),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "patch"), ...heads)),
    h("tbody", {}, ...body),
  );
}

function axisChoice(session: PatchSession, place: 0 | 1, lifetime: Lifetime): HTMLElement {
  const options = session.shape.map((length, i) => h("option", { value: i }, `${session.label(i)} (${length})`));
  const select = h("select", { "aria-label": place === 0 ? "Vertical axis" : "Horizontal axis" }, ...options);
  lifetime.listen(select, "change", () => session.turn(place, Number(select.value)));
  lifetime.add(
    effect(() => {
      select.value = String(session.section.value[place]);
    }),
  );
  return h("label", {}, place === 0 ? "down " : "across ", select);
}

/** A slider for the patch along each axis; those of the section are there too, but only the others show. */
function sliders(session: PatchSession, lifetime: Lifetime): HTMLElement {
  const all = session.shape.map((length, i) => {
    const most = length - session.patch[i]!;
    const input = h("input", {
      type: "range",
      min: 0,
      max: most,
      step: 1,
      "aria-label": `Patch along ${session.label(i)}`,
    });
    const text = h("output", {});
    const row = h("label", { class: "nbscope-row" }, session.label(i), input, text);
    lifetime.listen(input, "input", () => session.move(i, input.valueAsNumber));
    lifetime.listen(input, "change", () => session.commit());
    lifetime.add(
      effect(() => {
        const start = session.position.value[i]!;
        row.hidden = session.section.value.includes(i) || most === 0;
        input.value = String(start);
        setText(text, session.patch[i] === 1 ? `${start}` : `${start} to ${start + session.patch[i]! - 1}`);
      }),
    );
    return row;
  });
  return h("div", { class: "nbscope-sliders" }, ...all);
}

/** Builds one view of a session inside `el`; the result takes it away again. */
function mount(session: PatchSession, el: HTMLElement): () => void {
  const lifetime = new Lifetime();
  const root = h("div", { class: "nbscope-root nbscope-patches", role: "group", "aria-label": "ShowPatches" });
  const title = h("span", { class: "nbscope-title" });
  const hint = h(
    "span",
    { class: "nbscope-data", id: newId() },
    `patch ${session.patch.join(" × ")} · drag it, or focus a picture and use the arrow keys (Shift ×10, Home: origin)`,
  );
  lifetime.add(effect(() => setText(title, session.title.value)));
  const panes = session.layouts.map((layout) => {
    const stage = section(session, layout, lifetime);
    set(stage, { "aria-describedby": hint.id });
    const shape = `chunks ${layout.chunks.join(" × ")} · blocks ${layout.blocks.join(" × ")}`;
    const head = h("div", { class: "nbscope-pane-head" }, h("strong", {}, layout.strategy), h("span", {}, shape));
    return h("div", { class: "nbscope-pane" }, head, stage);
  });
  const choices = session.shape.length > 1 ? [axisChoice(session, 0, lifetime), axisChoice(session, 1, lifetime)] : [];
  root.append(
    h("div", { class: "nbscope-header" }, title, hint),
    h("div", { class: "nbscope-row" }, ...choices),
    h("div", { class: "nbscope-panes" }, ...panes),
    sliders(session, lifetime),
    table(session, lifetime),
  );
  el.append(root);
  lifetime.add(() => {
    session.flush();
    root.remove();
  });
  return () => lifetime.end();
}

const widget: WidgetModule = widgetOf((model) => new PatchSession(model), mount);
export default widget;
