import { type Signal, signal } from "@preact/signals-core";
import type { Frame } from "../image";
import { decodeFrame, type FrameContent, type Payload } from "./frame";
import type { Model } from "./model";
import { PanelQueue } from "./queue";
import { type Detector, type PatternSource, panelNames } from "./state";

export interface VirtualWish {
  frame: number;
  detector: Detector;
}

export interface PatternWish {
  frame: number;
  row: number;
  col: number;
  source: PatternSource;
}

export interface ValueWish {
  panel: string;
  frame?: number;
  row: number;
  col: number;
  detector?: Detector;
}

/** A frame that arrived; times are performance.now, `event` and `sent` NaN when nobody here asked for it. */
export interface Arrival {
  content: FrameContent;
  frame: Frame;
  event: number;
  sent: number;
  arrived: number;
}

export interface Centre {
  row: number;
  col: number;
  radius: number | null;
}

interface Question<T> {
  seq: number;
  resolve: (answer: T | null) => void;
}

/** Small replies stall behind a default Jupyter server on the loopback unless they fill a segment. */
export function minReplyBytes(hostname: string): number {
  return /^(localhost|127(\.\d+){3}|\[?::1\]?|.+\.localhost)$/.test(hostname) ? 65536 : 0;
}

const tickMs = 100;

/** A centre takes a pass over all patterns, so its answer may come late. */
const centreTimeoutMs = 10_000;

/** Silences in a row after which nobody seems to listen. */
const silencesUntilGone = 2;

/**
 * The conversation with the kernel for one model, shared by all its views: numbers, credits, lost answers, and the
 * custom messages of `protocol/README.md`. Results come out as signals and callbacks.
 */
export class Client {
  readonly #model: Model;
  readonly #minReplyBytes: number;
  readonly #queues: Map<string, PanelQueue<object>> = new Map();
  #value: Question<string> | null = null;
  #fit: Question<Centre> | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #silences = 0;
  /** Milliseconds that the oldest unanswered request has waited, 0 while all is answered. */
  readonly waiting: Signal<number> = signal(0);
  /** True when several silences followed each other: there may be no kernel at all. */
  readonly gone: Signal<boolean> = signal(false);
  /** The last refusal, "" when the last answer was good. */
  readonly error: Signal<string> = signal("");
  onFrame: (arrival: Arrival) => void = () => undefined;

  /** `panels` are those whose frames are taken although nobody here asked. */
  constructor(
    model: Model,
    hostname: string = globalThis.location?.hostname ?? "",
    panels: readonly string[] = panelNames,
  ) {
    this.#model = model;
    this.#minReplyBytes = minReplyBytes(hostname);
    for (const panel of panels) this.#queue(panel);
    model.on("msg:custom", this.#receive);
  }

  #queue(panel: string): PanelQueue<object> {
    const known = this.#queues.get(panel);
    if (known) return known;
    const queue = new PanelQueue<object>((seq, wish) =>
      this.#send({ seq, ...wish, minReplyBytes: this.#minReplyBytes, gesture: true }),
    );
    this.#queues.set(panel, queue);
    return queue;
  }

  /** A message that has no answer of its own. */
  tell(kind: string): void {
    this.#send({ kind });
  }

  /** One view is on the page: asks for the current status. */
  ready(): void {
    this.tell("ready");
  }

  /** Wants a frame of a panel; `wish` is the request without number and flow control. */
  ask(panel: string, wish: { kind: string; [key: string]: unknown }, event?: number): void {
    const now = performance.now();
    this.#queue(panel).ask(wish, now, event ?? now);
    this.#watch();
  }

  askVirtual(wish: VirtualWish, event?: number): void {
    this.ask("virtual", { kind: "virtual", ...wish }, event);
  }

  askPattern(wish: PatternWish, event?: number): void {
    this.ask("diffraction", { kind: "pattern", ...wish }, event);
  }

  /** The exact number at one pixel as text; null when a newer question or silence came first. */
  askValue(wish: ValueWish): Promise<string | null> {
    const seq = this.#queue(wish.panel).takeNumber();
    this.#value?.resolve(null);
    return new Promise((resolve) => {
      this.#value = { seq, resolve };
      this.#send({ kind: "value", seq, ...wish, gesture: true });
    });
  }

  /** Asks the kernel to find the bright disk; null when no answer came. */
  askCentre(frame: number): Promise<Centre | null> {
    const seq = this.#queue("virtual").takeNumber();
    this.#fit?.resolve(null);
    return new Promise((resolve) => {
      this.#fit = { seq, resolve };
      this.#send({ kind: "fit_centre", seq, frame });
      setTimeout(() => {
        if (this.#fit?.seq !== seq) return;
        this.#fit = null;
        this.error.value = "The kernel did not answer the question for the centre. Is it still busy or gone?";
        resolve(null);
      }, centreTimeoutMs);
    });
  }

  /** Forgets all requests: the data are gone or the last view was closed. */
  reset(): void {
    for (const queue of this.#queues.values()) queue.reset();
    this.#watch();
  }

  /** A dead comm throws in some hosts; that is silence, which `#tick` turns into a condition, and no broken gesture. */
  #send(content: object): void {
    try {
      this.#model.send?.(content);
    } catch {
      this.gone.value = true;
    }
  }

  /** Keeps a timer only while something is out. */
  #watch(): void {
    const busy = [...this.#queues.values()].some((queue) => queue.outstanding > 0);
    if (busy && this.#timer === undefined) this.#timer = setInterval(this.#tick, tickMs);
    if (!busy && this.#timer !== undefined) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    if (!busy) this.waiting.value = 0;
  }

  #tick = (): void => {
    const now = performance.now();
    // A recovered request starts anew, but the person has waited since the first one.
    let waited = 0;
    const queues = [...this.#queues.values()];
    for (const queue of queues) waited = Math.max(waited, queue.waited(now));
    this.waiting.value = waited + this.#silences * 3000;
    if (queues.map((queue) => queue.recover(now)).some(Boolean)) {
      this.#silences++;
      this.gone.value = this.#silences >= silencesUntilGone;
    }
    this.#watch();
  };

  #heard(): void {
    this.#silences = 0;
    this.gone.value = false;
  }

  #receive = (content: unknown, buffers: readonly Payload[] = []): void => {
    if (typeof content !== "object" || content === null) return;
    const message = content as { kind?: string; seq?: number; panel?: string | null };
    if (message.kind === "frame") this.#frame(content as FrameContent, buffers);
    else if (message.kind === "error") this.#refused(content as { message?: string } & typeof message);
    else if (message.kind === "value" && this.#value?.seq === message.seq) {
      this.#value?.resolve((content as { value: string }).value);
      this.#value = null;
    } else if (message.kind === "centre" && this.#fit?.seq === message.seq) {
      this.#fit?.resolve(content as Centre);
      this.#fit = null;
    } else return;
    this.#heard();
    this.#watch();
  };

  #frame(content: FrameContent, buffers: readonly Payload[]): void {
    const queue = this.#queues.get(content.panel);
    if (!queue) return;
    const arrived = performance.now();
    const asked = queue.settle(content.seq, arrived);
    if (!queue.accept(content.seq)) return;
    try {
      const frame = decodeFrame(content, buffers);
      this.error.value = "";
      this.onFrame({ content, frame, event: asked?.event ?? Number.NaN, sent: asked?.sent ?? Number.NaN, arrived });
    } catch (problem) {
      this.error.value = problem instanceof Error ? problem.message : String(problem);
    }
  }

  #refused(message: { seq?: number | null; panel?: string | null; message?: string }): void {
    const now = performance.now();
    const seq = message.seq ?? Number.POSITIVE_INFINITY;
    for (const [name, queue] of this.#queues) {
      if (!message.panel || message.panel === name) queue.settle(seq, now);
    }
    if (this.#value?.seq === message.seq) this.#value?.resolve(null);
    if (this.#fit?.seq === message.seq) this.#fit?.resolve(null);
    this.error.value = message.message || "The kernel refused the request without saying why.";
  }
}
