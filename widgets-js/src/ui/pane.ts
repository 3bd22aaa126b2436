import { effect } from "@preact/signals-core";
import type { Session } from "../widgets/session";
import type { PanelName } from "../wire/state";
import { choice, displayControls } from "./controls";
import { addScanCursor } from "./cursor";
import { h, type Lifetime, newId, setText } from "./dom";
import { Histogram } from "./histogram";
import { readout } from "./readout";
import { DetectorOverlay, radiusText } from "./roi";
import { addScaleBar } from "./scalebar";
import { Stage } from "./stage";
import { imageNote } from "./status";

const hints: Record<PanelName, string> = {
  diffraction:
    "Arrow keys move the detector, plus and minus change its outer radius, digits choose presets, question mark shows all keys.",
  virtual: "Arrow keys move the scan position, plus and minus zoom, question mark shows all keys.",
};

function heading(session: Session, panel: PanelName): string {
  if (panel === "diffraction") {
    const [row, col] = session.probe.value;
    return session.pattern_source.value === "sum" ? "sum over the scan" : `scan ${row}, ${col}`;
  }
  const { kind, row, col, inner, outer } = session.detector.value;
  if (kind === "point") return `point at ${row.toFixed(1)}, ${col.toFixed(1)}`;
  if (kind === "disk") return `disk of ${radiusText(session, outer)}`;
  return `annulus ${radiusText(session, inner)} to ${radiusText(session, outer)}`;
}

function sourceChoice(session: Session, lifetime: Lifetime): HTMLElement {
  const source = choice(
    "Pattern shown",
    [
      ["probe", "at scan position"],
      ["sum", "sum of all"],
    ],
    (value) => {
      session.showPattern(value === "sum" ? "sum" : "probe");
      session.commit();
    },
  );
  lifetime.add(
    effect(() => {
      source.select.value = session.pattern_source.value;
    }),
  );
  return source.element;
}

/** One picture with its histogram, controls and numbers; the caller draws what lies over it. */
export function picturePane(stage: Stage, hint: { id: string; text: string }, ...head: HTMLElement[]): HTMLElement {
  const { panel, lifetime } = stage;
  addScaleBar(stage);
  stage.element.append(imageNote(panel, lifetime));
  return h(
    "div",
    { class: "nbscope-pane", role: "group", "aria-label": panel.title },
    h("div", { class: "nbscope-pane-head" }, h("span", { class: "nbscope-heading" }, panel.title), ...head),
    stage.element,
    h("span", { class: "nbscope-hidden", id: hint.id }, hint.text),
    ...readout(stage),
    new Histogram(panel, lifetime).element,
    ...displayControls(panel, lifetime),
  );
}

/** The pattern with its detector, or the virtual image with the scan position. */
export function pane(session: Session, panel: PanelName, lifetime: Lifetime): { element: HTMLElement; stage: Stage } {
  const hint = { id: newId(), text: hints[panel] };
  const stage = new Stage(session.panels[panel], hint.id, lifetime);
  if (panel === "diffraction") new DetectorOverlay(stage, session);
  else addScanCursor(stage, session);
  const detail = h("span", { class: "nbscope-detail" });
  lifetime.add(effect(() => setText(detail, heading(session, panel))));
  const more = panel === "diffraction" ? [sourceChoice(session, lifetime)] : [];
  return { element: picturePane(stage, hint, detail, ...more), stage };
}
