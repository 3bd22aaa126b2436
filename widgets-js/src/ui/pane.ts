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

const titles: Record<PanelName, string> = { diffraction: "Diffraction", virtual: "Virtual image" };

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

/** One image with its overlay, histogram, controls and numbers. */
export function pane(session: Session, panel: PanelName, lifetime: Lifetime): { element: HTMLElement; stage: Stage } {
  const hintId = newId();
  const stage = new Stage(session, panel, titles[panel], hintId, lifetime);
  if (panel === "diffraction") new DetectorOverlay(stage);
  else addScanCursor(stage);
  addScaleBar(stage);
  stage.element.append(imageNote(session, panel, lifetime));
  const detail = h("span", { class: "nbscope-detail" });
  lifetime.add(effect(() => setText(detail, heading(session, panel))));
  const element = h(
    "div",
    { class: "nbscope-pane", role: "group", "aria-label": titles[panel] },
    h(
      "div",
      { class: "nbscope-pane-head" },
      h("span", { class: "nbscope-heading" }, titles[panel]),
      detail,
      ...(panel === "diffraction" ? [sourceChoice(session, lifetime)] : []),
    ),
    stage.element,
    h("span", { class: "nbscope-hidden", id: hintId }, hints[panel]),
    ...readout(stage),
    new Histogram(session, panel, lifetime).element,
    ...displayControls(session, panel, lifetime),
  );
  return { element, stage };
}
