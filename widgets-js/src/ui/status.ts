import { effect } from "@preact/signals-core";
import type { Condition, Session } from "../widgets/session";
import { h, type Lifetime, set, setText } from "./dom";
import { bytes, short } from "./format";
import { eachFrame } from "./gate";
import type { Panel } from "./panel";

const seconds = (ms: number): string => `${Math.max(1, Math.round(ms / 1000))} s`;

/** What the widget says about itself, by condition. */
function sentence(session: Session, condition: Condition): string {
  const { message, progress } = session.shown.value;
  const parts: Record<Condition, () => string> = {
    empty: () => "waiting for the first image",
    loading: () => message || (progress === null ? "loading…" : `loading (${Math.round(progress * 100)} %)`),
    live: () => session.notice.value || "live",
    stale: () => `kernel busy ${seconds(session.client.waiting.value)}…`,
    silent: () =>
      "The kernel does not answer. Contrast, zoom and colour maps work on; run the cell again for new images.",
    error: () => session.client.error.value || message || "The kernel reported an error without a message.",
    freed: () => message || "Data released by free(); run the cell again to load it.",
    static: () => session.client.error.value || "static view",
  };
  return parts[condition]();
}

/** Shape, type and size of the data in one line. */
function dataText(session: Session): string {
  const { shape, dtype, bytes: size, device } = session.shown.value;
  const dims = [
    ...(shape.frames > 1 ? [String(shape.frames)] : []),
    shape.scan.join(" × "),
    shape.detector.join(" × "),
  ];
  const where = size > 0 ? ` · ${bytes(size)}${device ? ` on ${device}` : ""}` : "";
  return `${dims.join(" · ")} ${dtype}${where}`;
}

/** Title, data and condition; also keeps `data-status` of the root for styles and tests. */
export function header(session: Session, root: HTMLElement, lifetime: Lifetime, button: HTMLElement): HTMLElement {
  const title = h("span", { class: "nbscope-title" });
  const data = h("span", { class: "nbscope-data" });
  const badge = h("span", { class: "nbscope-badge", role: "status" });
  const bar = h("progress", { max: 1, "aria-label": "Loading" });
  lifetime.add(
    effect(() => {
      const { title: text, progress, status } = session.shown.value;
      setText(title, text);
      setText(data, dataText(session));
      bar.hidden = status !== "loading" || progress === null;
      bar.value = progress ?? 0;
    }),
  );
  lifetime.add(
    effect(() => {
      const condition = session.condition.value;
      set(root, { "data-status": condition });
      setText(badge, sentence(session, condition));
    }),
  );
  return h("div", { class: "nbscope-header" }, title, data, bar, badge, button);
}

/** A note over an image that has no contrast to show. */
export function imageNote(panel: Panel, lifetime: Lifetime): HTMLElement {
  const note = h("div", { class: "nbscope-note" });
  const watch = (): void => void [panel.image.value, panel.waiting.value];
  eachFrame(lifetime, watch, () => {
    const statistics = panel.image.peek()?.statistics;
    let text = "";
    if (!statistics) text = panel.waiting.peek();
    else if (statistics.finite === 0) text = "Every pixel is NaN";
    else if (statistics.min === statistics.max) text = `Every pixel is ${short(statistics.min)}`;
    setText(note, text);
    note.hidden = text === "";
  });
  return note;
}

/** Times of the last answers, and a summary that is announced when a gesture has ended. */
export function footer(session: Session, lifetime: Lifetime): HTMLElement {
  const times = h("span", { class: "nbscope-times" });
  const summary = h("output", { class: "nbscope-hidden" });
  let timer: ReturnType<typeof setTimeout> | undefined;
  eachFrame(
    lifetime,
    () => void session.images.virtual.value,
    () => {
      const image = session.images.virtual.peek();
      if (!image) return;
      const { arrival, content, statistics } = image;
      const reply = arrival.arrived - arrival.sent;
      const compute =
        content.compute_ms === undefined ? "" : ` · compute ${short(Number(content.compute_ms.toFixed(1)))} ms`;
      setText(
        times,
        Number.isNaN(reply) ? "" : `answer ${Math.max(reply, 0.1).toFixed(reply < 10 ? 1 : 0)} ms${compute}`,
      );
      clearTimeout(timer);
      timer = setTimeout(() => {
        const { min, max, mean } = statistics;
        setText(summary, `Virtual image: minimum ${short(min)}, mean ${short(mean)}, maximum ${short(max)}.`);
      }, 600);
    },
  );
  lifetime.add(() => clearTimeout(timer));
  return h("div", { class: "nbscope-footer" }, times, summary);
}
