import type { Lifetime } from "./dom";

/** A drag in progress. Movements are screen pixels since its start, after axis lock and fine mode. */
export interface Gesture {
  move(dx: number, dy: number, time: number): void;
  end(): void;
  cancel(): void;
}

/** Raw pointer updates may come a thousand times a second; more than one per 8 ms is no use to a request. */
const rawUpdateMs = 8;

const fineFactor = 0.1;

/**
 * Pointer drags on an element: Shift locks the axis, Alt moves a tenth, Escape cancels. Listens to raw updates too,
 * because ordinary moves wait for the next animation frame.
 */
export function onDrag(element: HTMLElement, lifetime: Lifetime, begin: (event: PointerEvent) => Gesture | null): void {
  let gesture: Gesture | null = null;
  let start: PointerEvent | null = null;
  let handled = 0;
  const stop = (finish: (gesture: Gesture) => void): void => {
    const done = gesture;
    gesture = null;
    start = null;
    if (done) finish(done);
  };
  const move = (event: PointerEvent): void => {
    if (!gesture || !start || event.pointerId !== start.pointerId) return;
    handled = event.timeStamp;
    let dx = event.clientX - start.clientX;
    let dy = event.clientY - start.clientY;
    if (event.shiftKey) {
      if (Math.abs(dx) >= Math.abs(dy)) dy = 0;
      else dx = 0;
    }
    const factor = event.altKey ? fineFactor : 1;
    gesture.move(dx * factor, dy * factor, event.timeStamp);
  };
  lifetime.listen<PointerEvent>(element, "pointerdown", (event) => {
    if (gesture || event.button > 1) return;
    gesture = begin(event);
    if (!gesture) return;
    start = event;
    element.setPointerCapture?.(event.pointerId);
    event.preventDefault();
  });
  lifetime.listen<PointerEvent>(element, "pointermove", move);
  lifetime.listen<PointerEvent>(element, "pointerrawupdate", (event) => {
    if (event.timeStamp - handled >= rawUpdateMs) move(event);
  });
  lifetime.listen<PointerEvent>(element, "pointerup", (event) => {
    move(event);
    stop((done) => done.end());
  });
  lifetime.listen(element, "pointercancel", () => stop((done) => done.cancel()));
  lifetime.listen<KeyboardEvent>(
    element.ownerDocument,
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !gesture) return;
      event.stopPropagation();
      stop((done) => done.cancel());
    },
    { capture: true },
  );
  lifetime.add(() => stop((done) => done.cancel()));
}
