import { effect } from "@preact/signals-core";
import type { Session } from "../widgets/session";
import { choice } from "./controls";
import { h, type Lifetime, set, setText } from "./dom";

const rates: readonly number[] = [1, 2, 4, 8, 15, 30];

/** The slider over time frames with play; hidden when there is one frame. */
export class Timeline {
  readonly element: HTMLElement;
  readonly #session: Session;
  readonly #button: HTMLButtonElement = h("button", { type: "button" }, "Play");
  #timer: ReturnType<typeof setInterval> | undefined;
  #rate = 4;

  constructor(session: Session, lifetime: Lifetime) {
    this.#session = session;
    const slider = h("input", { type: "range", min: 0, step: 1, "aria-label": "Time frame" });
    const label = h("span", { class: "nbscope-frame-label" });
    const step = (text: string, title: string, by: number): HTMLButtonElement => {
      const button = h("button", { type: "button", title, "aria-label": title }, text);
      button.addEventListener("click", () => this.step(by));
      return button;
    };
    const rate = choice(
      "Frames per second",
      rates.map((fps) => [String(fps), `${fps} fps`]),
      (value) => {
        this.#rate = Number(value);
        if (this.playing) this.#start();
      },
    );
    rate.select.value = String(this.#rate);
    slider.addEventListener("input", () => session.goTo(slider.valueAsNumber));
    slider.addEventListener("change", () => session.commit());
    this.#button.addEventListener("click", () => this.toggle());
    this.element = h(
      "div",
      { class: "nbscope-row nbscope-timeline", role: "group", "aria-label": "Time" },
      h("span", { class: "nbscope-heading" }, "Time"),
      step("◂", "Previous frame", -1),
      this.#button,
      step("▸", "Next frame", 1),
      slider,
      label,
      rate.element,
    );
    lifetime.add(() => clearInterval(this.#timer));
    lifetime.add(
      effect(() => {
        const { shape, frame_labels } = session.shown.value;
        const frame = session.frame.value;
        this.element.hidden = shape.frames <= 1;
        const text = `${frame + 1} / ${shape.frames}${frame_labels[frame] ? ` · ${frame_labels[frame]}` : ""}`;
        set(slider, { max: Math.max(0, shape.frames - 1), "aria-valuetext": text });
        slider.value = String(frame);
        setText(label, text);
      }),
    );
    lifetime.add(
      effect(() => {
        if (session.shown.value.status !== "live") this.stop();
      }),
    );
  }

  get playing(): boolean {
    return this.#timer !== undefined;
  }

  /** One or more frames on, saved as one gesture. */
  step(by: number): void {
    if (this.#session.shown.value.shape.frames <= 1) return;
    this.#session.goTo(this.#session.frame.value + by);
    this.#session.commitSoon();
  }

  toggle(): void {
    if (this.playing) this.stop();
    else if (this.#session.shown.value.shape.frames > 1) this.#start();
  }

  stop(): void {
    if (!this.playing) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    setText(this.#button, "Play");
    this.#session.commit();
  }

  #start(): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#session.goTo(this.#session.frame.value + 1), 1000 / this.#rate);
    setText(this.#button, "Pause");
  }
}
