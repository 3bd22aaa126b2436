import { type Signal, signal } from "@preact/signals-core";
import { clamp } from "../ui/format";
import type { Model } from "../wire/model";
import { Saver } from "../wire/saver";
import { sameValue } from "../wire/state";
import type { Layout } from "./grid";

const numbers = (value: unknown): number[] => (Array.isArray(value) ? value.map(Number) : []);

const layoutOf = (value: Record<string, unknown>): Layout => ({
  strategy: String(value["strategy"] ?? ""),
  chunks: numbers(value["chunks"]),
  blocks: numbers(value["blocks"]),
  aligned: Number(value["aligned"]),
  random: Number(value["random"]),
  ratio: typeof value["ratio"] === "number" ? value["ratio"] : null,
});

/** What the views of one ShowPatches share. The position and the section are saved when a gesture ends. */
export class PatchSession {
  readonly shape: number[];
  readonly patch: number[];
  readonly itemBytes: number;
  readonly labels: string[];
  readonly caches: number[];
  readonly layouts: Layout[];
  readonly title: Signal<string>;
  readonly position: Signal<number[]>;
  /** Vertical and horizontal axis; vertical is -1 for an array of one axis. */
  readonly section: Signal<[number, number]>;
  readonly #model: Model;
  readonly #saver: Saver;

  constructor(model: Model) {
    this.#model = model;
    this.shape = numbers(model.get("shape"));
    this.patch = numbers(model.get("patch"));
    this.itemBytes = Number(model.get("item_bytes") ?? 1);
    const labels = model.get("labels");
    this.labels = Array.isArray(labels) ? labels.map(String) : [];
    this.caches = numbers(model.get("caches"));
    const layouts = model.get("layouts");
    this.layouts = Array.isArray(layouts) ? layouts.map(layoutOf) : [];
    this.title = signal(String(model.get("title") ?? ""));
    this.position = signal(numbers(model.get("position")));
    this.section = signal(numbers(model.get("section")) as [number, number]);
    model.on("change:title", () => {
      this.title.value = String(model.get("title") ?? "");
    });
    this.#follow("position", this.position);
    this.#follow("section", this.section);
    this.#saver = new Saver(model, () => ({ position: this.position.peek(), section: this.section.peek() }));
  }

  #follow(key: string, target: Signal<number[]>): void {
    this.#model.on(`change:${key}`, () => {
      const value = numbers(this.#model.get(key));
      if (!sameValue(value, target.value)) target.value = value;
    });
  }

  /** Start and length of the patch along an axis; the axis -1 is the one row of a line. */
  along(axis: number): [number, number] {
    return axis < 0 ? [0, 1] : [this.position.value[axis]!, this.patch[axis]!];
  }

  label(axis: number): string {
    return axis < 0 ? "row" : (this.labels[axis] ?? `axis ${axis}`);
  }

  /** Moves the patch along one axis, to a whole element inside the array. */
  move(axis: number, start: number): void {
    if (axis < 0) return;
    const next = clamp(Math.round(start), 0, this.shape[axis]! - this.patch[axis]!);
    const position = this.position.peek();
    if (position[axis] === next) return;
    this.position.value = position.map((at, i) => (i === axis ? next : at));
  }

  /** Another vertical or horizontal axis; the one that stood there takes the other place. */
  turn(place: 0 | 1, axis: number): void {
    const [row, col] = this.section.value;
    if (place === 0) this.section.value = axis === col ? [col, row] : [axis, col];
    else this.section.value = axis === row ? [col, row] : [row, axis];
    this.commit();
  }

  /** Saves what changed, once, because a gesture ended. */
  commit(): void {
    this.#saver.commit();
  }

  /** Saves when the keys have been quiet for a moment. */
  commitSoon(): void {
    this.#saver.soon();
  }

  /** Saves what a keyboard gesture still owes. */
  flush(): void {
    this.#saver.flush();
  }
}
