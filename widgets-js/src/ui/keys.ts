import { lutNames } from "../image";
import type { Help } from "./help";
import { tidy } from "./roi";
import type { Stage } from "./stage";
import type { Timeline } from "./timeline";
import { choosePreset } from "./toolbar";

interface Parts {
  timeline: Timeline;
  help: Help;
}

const arrows: Record<string, readonly [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const zoomStep = 1.25;

function moveBy(stage: Stage, [rows, cols]: readonly [number, number], event: KeyboardEvent): void {
  const { session } = stage;
  const step = (event.shiftKey ? 10 : 1) * (event.altKey ? 0.1 : 1);
  if (stage.panel === "diffraction") {
    const detector = session.detector.peek();
    const moved = { ...detector, row: detector.row + rows * step, col: detector.col + cols * step };
    session.editDetector(tidy(moved, stage.extent.peek()), event.timeStamp);
  } else {
    const [row, col] = session.probe.peek();
    const [height, width] = stage.extent.peek();
    // The probe sits on whole scan positions, so that a tenth of a step is one.
    const whole = Math.max(1, step);
    const within = (value: number, count: number): number => Math.min(Math.max(Math.round(value), 0), count - 1);
    session.moveProbe([within(row + rows * whole, height), within(col + cols * whole, width)], event.timeStamp);
  }
  session.commitSoon();
}

function grow(stage: Stage, direction: number, event: KeyboardEvent): void {
  if (stage.panel === "virtual") {
    stage.zoom(direction > 0 ? zoomStep : 1 / zoomStep);
    return;
  }
  const { session } = stage;
  const detector = session.detector.peek();
  const step = direction * 0.5 * (event.altKey ? 0.1 : 1);
  session.editDetector(tidy({ ...detector, outer: detector.outer + step }, stage.extent.peek()), event.timeStamp);
  session.commitSoon();
}

/** What each single key does; none of them has a modifier. */
function actions(stage: Stage, parts: Parts): Record<string, () => void> {
  const { session, panel } = stage;
  const display = session.display.peek()[panel];
  const look = (change: Partial<typeof display>): void => {
    session.look(panel, change);
    session.commitSoon();
  };
  return {
    "[": () => parts.timeline.step(-1),
    "]": () => parts.timeline.step(1),
    " ": () => parts.timeline.toggle(),
    l: () => look({ scale: display.scale === "log" ? "linear" : "log" }),
    a: () => look({ auto: [0.5, 99.5] }),
    c: () => look({ lut: lutNames[(lutNames.indexOf(display.lut) + 1) % lutNames.length] ?? display.lut }),
    i: () => look({ invert: !display.invert }),
    f: () => stage.fit(),
    r: () => {
      stage.fit();
      look({ auto: [0.5, 99.5], low: null, high: null, gamma: 0.5, invert: false });
    },
    "?": () => parts.help.toggle(),
    ...Object.fromEntries([0, 1, 2, 3, 4].map((index) => [String(index + 1), () => choosePreset(session, index)])),
  };
}

/** Keyboard of one pane, alive only while the pane has the focus. */
export function addKeys(stage: Stage, parts: Parts): void {
  stage.lifetime.listen<KeyboardEvent>(stage.element, "keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    const arrow = arrows[event.key];
    const sign = { "+": 1, "=": 1, "-": -1, _: -1 }[event.key];
    const action = event.altKey ? undefined : actions(stage, parts)[event.key];
    if (arrow) moveBy(stage, arrow, event);
    else if (sign) grow(stage, sign, event);
    else if (action) action();
    else return;
    event.preventDefault();
  });
}

/**
 * Keeps plain keys inside the widget: JupyterLab's command mode would delete a cell on `d d`. Combinations with Ctrl
 * or Meta, and Shift with Enter, still reach the notebook.
 */
export function keepKeys(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey) return;
  if (event.key === "Enter" && (event.shiftKey || event.altKey)) return;
  if (event.key === "Tab") return;
  event.stopPropagation();
}
