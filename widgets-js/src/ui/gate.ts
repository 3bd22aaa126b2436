import { effect } from "@preact/signals-core";
import type { Lifetime } from "./dom";

/**
 * Runs a job at most once per animation frame. The first request of a frame runs at once, so that an answer of the
 * kernel is on the canvas without waiting for the next frame; later ones are joined into one run at the next frame.
 */
export class FrameGate {
  readonly #job: () => void;
  #armed = 0;
  #wanted = false;
  #closed = false;

  constructor(job: () => void) {
    this.#job = job;
  }

  request(): void {
    if (this.#closed) return;
    if (this.#armed !== 0) {
      this.#wanted = true;
      return;
    }
    this.#armed = requestAnimationFrame(() => {
      this.#armed = 0;
      if (!this.#wanted) return;
      this.#wanted = false;
      this.request();
    });
    this.#job();
  }

  close(): void {
    this.#closed = true;
    cancelAnimationFrame(this.#armed);
  }
}

/**
 * Runs `job` at once, and again in the animation frame after a signal that `watch` reads has changed. For everything
 * around an image that may come a frame later than the image: what runs here does not delay the paint.
 */
export function eachFrame(lifetime: Lifetime, watch: () => void, job: () => void): void {
  let waiting = 0;
  let first = true;
  const end = effect(() => {
    watch();
    if (first || waiting !== 0) return;
    waiting = requestAnimationFrame(() => {
      waiting = 0;
      job();
    });
  });
  first = false;
  job();
  lifetime.add(() => {
    end();
    cancelAnimationFrame(waiting);
  });
}
