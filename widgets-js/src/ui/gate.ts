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
