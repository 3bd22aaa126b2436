import type { Model } from "./model";
import { sameValue } from "./state";

/** Quiet time after which a keyboard gesture counts as ended. */
const keyboardGestureMs = 300;

/** Saves what a person changed: once, when a gesture has ended, and nothing that the model holds already. */
export class Saver {
  readonly #model: Model;
  readonly #values: () => Record<string, unknown>;
  readonly #gone: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `values` are the keys that this page may set; `gone` is told when there is no kernel to save to. */
  constructor(model: Model, values: () => Record<string, unknown>, gone: () => void = () => undefined) {
    this.#model = model;
    this.#values = values;
    this.#gone = gone;
  }

  commit(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    let changed = false;
    for (const [key, value] of Object.entries(this.#values())) {
      if (sameValue(this.#model.get(key), value)) continue;
      this.#model.set(key, value);
      changed = true;
    }
    if (!changed) return;
    try {
      this.#model.save_changes();
    } catch {
      // Without a kernel there is nowhere to save to; the view goes on with what the model holds.
      this.#gone();
    }
  }

  /** Saves when the keys have been quiet for a moment. */
  soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.commit(), keyboardGestureMs);
  }

  /** Saves what a keyboard gesture still owes. */
  flush(): void {
    if (this.#timer !== undefined) this.commit();
  }
}
