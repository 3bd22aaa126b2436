import { effect } from "@preact/signals-core";
import type { Lifetime } from "./dom";

const waiting: Set<() => void> = new Set();

/** Runs a job once in the next animation frame. All jobs share one request: asking the browser costs more than most jobs. */
function inNextFrame(job: () => void): void {
  if (waiting.size === 0) {
    requestAnimationFrame(() => {
      const jobs = [...waiting];
      waiting.clear();
      for (const one of jobs) {
        try {
          one();
        } catch (problem) {
          // One broken job must not stop the widgets of other cells.
          reportError(problem);
        }
      }
    });
  }
  waiting.add(job);
}

/**
 * Runs a job at once for the first request between two animation frames, so that an answer of the kernel is on the
 * canvas without waiting; later requests are joined into one run in the frame's callback, the last moment that counts.
 * What runs there belongs to the frame that is being made, so the next request is a first one again.
 */
export class FrameGate {
  readonly #job: () => void;
  #armed = false;
  #wanted = false;
  #closed = false;

  constructor(job: () => void) {
    this.#job = job;
  }

  request(): void {
    if (this.#closed) return;
    if (this.#armed) {
      this.#wanted = true;
      return;
    }
    this.#armed = true;
    this.#job();
    inNextFrame(this.#open);
  }

  close(): void {
    this.#closed = true;
  }

  #open = (): void => {
    this.#armed = false;
    if (!this.#wanted) return;
    this.#wanted = false;
    if (!this.#closed) this.#job();
  };
}

/** Pause between two runs of what stands around an image, while answers come at 60 Hz; a few run at once. */
const calmMs = 150;
const atOnce = 3;

/**
 * Runs `job` at once, and again in the animation frame after a signal that `watch` reads has changed, but while
 * changes keep coming only every 150 ms; the last change is always shown. For everything around an image that may come
 * later than the image: text and curves cost the browser a layout, which would delay the next paint of a drag.
 */
export function eachFrame(lifetime: Lifetime, watch: () => void, job: () => void): void {
  let open = true;
  let waits = false;
  let credit = atOnce;
  let counted = performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = (): void => {
    waits = false;
    if (!open) return;
    credit -= 1;
    job();
  };
  const request = (): void => {
    if (waits) return;
    waits = true;
    const now = performance.now();
    credit = Math.min(atOnce, credit + (now - counted) / calmMs);
    counted = now;
    const pause = (1 - credit) * calmMs;
    if (pause > 0) timer = setTimeout(() => inNextFrame(run), pause);
    else inNextFrame(run);
  };
  let first = true;
  const end = effect(() => {
    watch();
    if (!first) request();
  });
  first = false;
  job();
  lifetime.add(() => {
    open = false;
    clearTimeout(timer);
    end();
  });
}
