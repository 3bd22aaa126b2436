import type { FrameContent } from "../src/wire/frame";
import type { Model } from "../src/wire/model";

type Callback = (...args: never[]) => void;

export interface Sent {
  kind: string;
  seq: number;
  [key: string]: unknown;
}

const ring = { kind: "annulus", row: 15.5, col: 15.5, inner: 4, outer: 9 };
const display = { scale: "linear", gamma: 0.5, low: null, high: null, auto: [0, 100], invert: false };

/** A small state as Java would send it. */
export const sampleState: Record<string, unknown> = {
  title: "sample",
  shape: { frames: 3, scan: [8, 8], detector: [32, 32] },
  dtype: "u16",
  bytes: 3 * 64 * 1024 * 2,
  device: "test",
  calibration: { mrad_per_pixel: 2, scan_step_A: 0.5, centre: [15.5, 15.5], semiangle_mrad: 10 },
  frame_labels: ["a", "b", "c"],
  presets: [
    { name: "BF", detector: { kind: "disk", row: 15.5, col: 15.5, inner: 0, outer: 5 } },
    { name: "ADF", detector: { kind: "annulus", row: 15.5, col: 15.5, inner: 5, outer: 15 } },
  ],
  detector: ring,
  probe: [3, 4],
  frame: 0,
  pattern_source: "probe",
  display: { diffraction: { ...display, lut: "inferno" }, virtual: { ...display, lut: "gray" } },
  status: "live",
  message: "",
  progress: null,
};

/** A model that behaves like Backbone under anywidget: listeners with a context, change events also for own sets. */
export class FakeModel implements Model {
  readonly values: Map<string, unknown>;
  readonly sent: Sent[] = [];
  saves = 0;
  #listeners: { event: string; callback: Callback; context: unknown }[] = [];

  constructor(overrides: Record<string, unknown> = {}) {
    this.values = new Map(Object.entries({ ...structuredClone(sampleState), ...overrides }));
  }

  get(key: string): unknown {
    return this.values.get(key);
  }

  set(key: string, value: unknown): void {
    this.values.set(key, value);
    this.emit(`change:${key}`);
  }

  save_changes(): void {
    this.saves++;
  }

  send(content: unknown): void {
    this.sent.push(structuredClone(content) as Sent);
  }

  on(event: string, callback: Callback, context: unknown = null): void {
    this.#listeners.push({ event, callback, context });
  }

  off(event: string | null, callback: Callback | null, context: unknown = null): void {
    this.#listeners = this.#listeners.filter(
      (known) =>
        (event !== null && known.event !== event) ||
        (callback !== null && known.callback !== callback) ||
        (context !== null && known.context !== context),
    );
  }

  emit(event: string, ...args: unknown[]): void {
    for (const { callback } of this.#listeners.filter((known) => known.event === event)) {
      (callback as (...all: unknown[]) => void)(...args);
    }
  }

  /** The wrap that anywidget makes anew for each view. */
  proxy(context: unknown): Model {
    return {
      get: (key) => this.get(key),
      set: (key, value) => this.set(key, value),
      save_changes: () => this.save_changes(),
      send: (content) => this.send(content),
      on: (event, callback) => this.on(event, callback, context),
      off: (event, callback) => this.off(event, callback, context),
    };
  }

  requests(kind: string): Sent[] {
    return this.sent.filter((message) => message.kind === kind);
  }

  /** Sends a custom message of the kernel. */
  reply(content: unknown, buffers: DataView[] = []): void {
    this.emit("msg:custom", content, buffers);
  }

  /** Answers a request with an image whose pixels count up from its number. */
  answer(request: Sent, change: Partial<FrameContent> = {}): void {
    const isVirtual = request.kind === "virtual";
    const shape: [number, number] = isVirtual ? [8, 8] : [32, 32];
    const pixels = Uint32Array.from({ length: shape[0] * shape[1] }, (_, i) => request.seq * 1000 + i);
    const content: FrameContent = {
      kind: "frame",
      panel: isVirtual ? "virtual" : "diffraction",
      seq: request.seq,
      frame: request["frame"] as number,
      dtype: "u32",
      shape,
      min: pixels[0]!,
      max: pixels[pixels.length - 1]!,
      exact: true,
      detector: null,
      probe: null,
      compute_ms: 1,
      transport: "comm",
      ...change,
    };
    this.reply(content, [new DataView(pixels.buffer)]);
  }

  /** Answers everything that is open. */
  answerAll(): void {
    for (const request of this.sent.splice(0)) {
      if (request.kind === "virtual" || request.kind === "pattern") this.answer(request);
    }
  }
}

/** A pointer event with a place in the page, also where the DOM of the tests has no PointerEvent of its own. */
export function pointer(type: string, x: number, y: number, more: Record<string, unknown> = {}): Event {
  const event = new Event(type, { bubbles: true, cancelable: true });
  const fields = { clientX: x, clientY: y, pointerId: 1, button: 0, buttons: 1, ...more };
  for (const [name, value] of Object.entries({ shiftKey: false, altKey: false, ...fields })) {
    Object.defineProperty(event, name, { value });
  }
  return event;
}

export function key(name: string, more: KeyboardEventInit = {}): KeyboardEvent {
  return new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...more });
}
