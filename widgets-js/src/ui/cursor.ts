import { effect } from "@preact/signals-core";
import type { Session } from "../widgets/session";
import { s, set } from "./dom";
import type { Gesture } from "./drag";
import { clamp } from "./format";
import { FrameGate } from "./gate";
import type { Spot, Stage } from "./stage";

/** Draws the scan position over the virtual image and moves it where the pointer is pressed or dragged. */
export function addScanCursor(stage: Stage, session: Session): void {
  const { lifetime } = stage;
  const lines = [s("path", { class: "nbscope-stroke-under" }), s("path", { class: "nbscope-stroke-over" })];
  const group = s("g", { class: "nbscope-cursor" }, ...lines);
  stage.svg.append(group);
  stage.cursorAt = () => "crosshair";

  const draw = new FrameGate(() => {
    const [row, col] = session.probe.peek();
    const [x, y] = stage.toScreen(row, col);
    const half = Math.max(stage.placement.peek().scale / 2, 4);
    const far = half + 9;
    const box = `M${x - half} ${y - half}h${2 * half}v${2 * half}h${-2 * half}Z`;
    const arms = `M${x - far} ${y}H${x - half}M${x + half} ${y}H${x + far}M${x} ${y - far}V${y - half}M${x} ${y + half}V${y + far}`;
    for (const line of lines) set(line, { d: box + arms });
    set(group, { "data-unused": session.pattern_source.peek() === "sum" });
  });
  lifetime.add(() => draw.close());
  lifetime.add(
    effect(() => {
      void [session.probe.value, session.pattern_source.value, stage.placement.value];
      draw.request();
    }),
  );

  const go = (px: number, py: number, time: number): void => {
    const { scale, x0, y0 } = stage.placement.peek();
    const [rows, cols] = stage.extent.peek();
    session.moveProbe(
      [clamp(Math.floor(y0 + py / scale), 0, rows - 1), clamp(Math.floor(x0 + px / scale), 0, cols - 1)],
      time,
    );
  };
  stage.pick = (spot: Spot, event: PointerEvent): Gesture => {
    const start = session.probe.peek();
    const source = session.pattern_source.peek();
    go(spot.px, spot.py, event.timeStamp);
    return {
      move: (dx, dy, time) => go(spot.px + dx, spot.py + dy, time),
      end: () => session.commit(),
      cancel: () => {
        session.moveProbe(start);
        session.showPattern(source);
      },
    };
  };
}
