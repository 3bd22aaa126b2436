import { effect } from "@preact/signals-core";
import { type Axis, axisOf, blockSpan, borders, chunkSpan, type Layout } from "../layout/grid";
import type { PatchSession } from "../layout/session";
import { h, type Lifetime, s, set } from "./dom";
import { onDrag } from "./drag";
import { clamp } from "./format";

const width = 440;

/** More lines than this along an axis are not drawn. */
const mostLines = 160;

/** A single row for an array of one axis. */
const oneRow: Axis = { length: 1, chunk: 1, block: 1 };

/** The section of one layout: its grid, the touched tiles and the patch, which can be dragged and moved by keys. */
export function section(session: PatchSession, layout: Layout, lifetime: Lifetime): HTMLElement {
  const grid = { blocks: s("path", { class: "nbscope-blocks" }), chunks: s("path", { class: "nbscope-chunks" }) };
  const lit = s("rect", { class: "nbscope-lit" });
  const touched = s("rect", { class: "nbscope-touched" });
  const patch = s("rect", { class: "nbscope-patch", rx: 1 });
  const svg = s("svg", { "aria-hidden": "true" }, lit, grid.blocks, grid.chunks, touched, patch);
  const stage = h("div", { class: "nbscope-section", tabindex: 0, role: "application" }, svg);
  set(stage, { "aria-roledescription": "patch on a grid of blocks", "data-strategy": layout.strategy });

  const axes = (): [Axis, Axis] => {
    const [row, col] = session.section.value;
    const at = (i: number): Axis => (i < 0 ? oneRow : axisOf(layout, session.shape[i]!, i));
    return [at(row), at(col)];
  };
  const scale = (): { x: number; y: number; height: number } => {
    const [rows, cols] = axes();
    const height = rows === oneRow ? 48 : clamp((width * rows.length) / cols.length, 96, width);
    return { x: width / cols.length, y: height / rows.length, height };
  };

  lifetime.add(
    effect(() => {
      const [rows, cols] = axes();
      const { x, y, height } = scale();
      set(svg, { viewBox: `0 0 ${width} ${height}`, width: "100%" });
      const lines = (kind: "chunks" | "blocks"): string =>
        borders(cols, mostLines)
          [kind].map((at) => `M${at * x} 0V${height}`)
          .concat(borders(rows, mostLines)[kind].map((at) => `M0 ${at * y}H${width}`))
          .join("");
      set(grid.blocks, { d: lines("blocks") });
      set(grid.chunks, { d: `M0 0H${width}V${height}H0Z${lines("chunks")}` });
    }),
  );
  lifetime.add(
    effect(() => {
      const [rows, cols] = axes();
      const { x, y } = scale();
      const [row, col] = session.section.value;
      const [top, tall] = session.along(row);
      const [left, wide] = session.along(col);
      const place = (element: Element, down: { from: number; to: number }, right: { from: number; to: number }): void =>
        set(element, {
          x: right.from * x,
          y: down.from * y,
          width: (right.to - right.from) * x,
          height: (down.to - down.from) * y,
        });
      place(lit, blockSpan(rows, top, tall), blockSpan(cols, left, wide));
      place(touched, chunkSpan(rows, top, tall), chunkSpan(cols, left, wide));
      place(patch, { from: top, to: top + tall }, { from: left, to: left + wide });
      const where = `${session.label(row)} ${top} to ${top + tall - 1}, ${session.label(col)} ${left} to ${left + wide - 1}`;
      set(stage, { "aria-label": `${layout.strategy}: patch at ${where}. Arrow keys move it.` });
    }),
  );
  addGestures(session, stage, lifetime, () => {
    const box = svg.getBoundingClientRect();
    const [rows, cols] = axes();
    // Where nothing is laid out there is no size; then one pixel is one element.
    return { x: box.width / cols.length || 1, y: box.height / rows.length || 1, left: box.left, top: box.top };
  });
  return stage;
}

interface Pixels {
  x: number;
  y: number;
  left: number;
  top: number;
}

/** Dragging the patch, a press beside it that brings it there, and arrow keys. */
function addGestures(session: PatchSession, stage: HTMLElement, lifetime: Lifetime, pixels: () => Pixels): void {
  onDrag(stage, lifetime, (event) => {
    stage.focus({ preventScroll: true });
    const [row, col] = session.section.peek();
    const { x, y, left, top } = pixels();
    const under = { row: (event.clientY - top) / y, col: (event.clientX - left) / x };
    const before = session.position.peek();
    const inside = (axis: number, at: number): boolean => {
      const [start, length] = session.along(axis);
      return at >= start && at < start + length;
    };
    if (!inside(row, under.row) || !inside(col, under.col)) {
      session.move(row, under.row - session.along(row)[1] / 2);
      session.move(col, under.col - session.along(col)[1] / 2);
    }
    const from = { row: session.along(row)[0], col: session.along(col)[0] };
    return {
      move(dx, dy) {
        session.move(row, from.row + dy / y);
        session.move(col, from.col + dx / x);
      },
      end: () => session.commit(),
      cancel: () => {
        session.position.value = before;
      },
    };
  });
  const steps: Record<string, [number, number]> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
  };
  lifetime.listen<KeyboardEvent>(stage, "keydown", (event) => {
    const [row, col] = session.section.peek();
    const step = steps[event.key];
    if (event.ctrlKey || event.metaKey || (!step && event.key !== "Home")) return;
    event.preventDefault();
    event.stopPropagation();
    const size = event.shiftKey ? 10 : 1;
    const [down, right] = step ?? [-Infinity, -Infinity];
    session.move(row, session.along(row)[0] + down * size);
    session.move(col, session.along(col)[0] + right * size);
    session.commitSoon();
  });
}
