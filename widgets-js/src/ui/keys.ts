import { lutNames } from "../image";
import type { Session } from "../widgets/session";
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

function moveBy(stage: Stage, session: Session, [rows, cols]: readonly [number, number], event: KeyboardEvent): void {
  const step = (event.shiftKey ? 10 : 1) * (event.altKey ? 0.1 : 1);
  if (stage.panel.name === "diffraction") {
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

function zoom(stage: Stage, direction: number): void {
  stage.zoom(direction > 0 ? zoomStep : 1 / zoomStep);
}

function grow(stage: Stage, session: Session, direction: number, event: KeyboardEvent): void {
  if (stage.panel.name === "virtual") {
    zoom(stage, direction);
    return;
  }
  const detector = session.detector.peek();
  const step = direction * 0.5 * (event.altKey ? 0.1 : 1);
  session.editDetector(tidy({ ...detector, outer: detector.outer + step }, stage.extent.peek()), event.timeStamp);
  session.commitSoon();
}

/** What single keys do to the look of a picture; none of them has a modifier. */
function looks(stage: Stage): Record<string, () => void> {
  const { panel } = stage;
  const display = panel.display.peek();
  const look = (change: Partial<typeof display>): void => {
    panel.look(change);
    panel.commitSoon();
  };
  return {
    l: () => look({ scale: display.scale === "log" ? "linear" : "log" }),
    a: () => look({ auto: [0.5, 99.5] }),
    c: () => look({ lut: lutNames[(lutNames.indexOf(display.lut) + 1) % lutNames.length] ?? display.lut }),
    i: () => look({ invert: !display.invert }),
    f: () => stage.fit(),
    r: () => {
      stage.fit();
      look({ auto: [0.5, 99.5], low: null, high: null, gamma: 0.5, invert: false });
    },
  };
}

const signs: Record<string, number> = { "+": 1, "=": 1, "-": -1, _: -1 };

/** Calls `act` for a key that is not the browser's while the pane has the focus; what it takes goes no further. */
function onKey(stage: Stage, act: (event: KeyboardEvent) => boolean): void {
  stage.lifetime.listen<KeyboardEvent>(stage.element, "keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (act(event)) event.preventDefault();
  });
}

/** Keyboard of one pane of Show4DSTEM. */
export function addKeys(stage: Stage, session: Session, { timeline, help }: Parts): void {
  const actions = (): Record<string, () => void> => ({
    ...looks(stage),
    "[": () => timeline.step(-1),
    "]": () => timeline.step(1),
    " ": () => timeline.toggle(),
    "?": () => help.toggle(),
    ...Object.fromEntries([0, 1, 2, 3, 4].map((index) => [String(index + 1), () => choosePreset(session, index)])),
  });
  onKey(stage, (event) => {
    const arrow = arrows[event.key];
    const sign = signs[event.key];
    const action = event.altKey ? undefined : actions()[event.key];
    if (arrow) moveBy(stage, session, arrow, event);
    else if (sign) grow(stage, session, sign, event);
    else action?.();
    return Boolean(arrow || sign || action);
  });
}

/** Keyboard of a pane that has nothing to move. */
export function addLookKeys(stage: Stage): void {
  onKey(stage, (event) => {
    const sign = signs[event.key];
    const action = event.altKey ? undefined : looks(stage)[event.key];
    if (sign) zoom(stage, sign);
    else action?.();
    return Boolean(sign || action);
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
