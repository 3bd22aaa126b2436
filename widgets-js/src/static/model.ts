import type { FrameContent, Payload } from "../wire/frame";
import type { Model } from "../wire/model";
import { sameValue } from "../wire/state";

/** What Java embeds in a page without a kernel. */
export interface Snapshot {
  state: Record<string, unknown>;
  frames: { content: FrameContent; payload: string }[];
}

interface Request {
  kind: string;
  seq: number;
  frame: number;
  detector?: unknown;
  row?: number;
  col?: number;
  source?: string;
}

function fromBase64(text: string): ArrayBuffer {
  const raw = atob(text);
  const out = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) out[i] = raw.charCodeAt(i);
  return out.buffer;
}

function answers(content: FrameContent, request: Request): boolean {
  if (content.frame !== request.frame) return false;
  if (request.kind === "virtual") return content.panel === "virtual" && sameValue(content.detector, request.detector);
  if (request.kind !== "pattern" || content.panel !== "diffraction") return false;
  if ((content.source ?? "probe") !== request.source) return false;
  return request.source === "sum" || sameValue(content.probe, [request.row, request.col]);
}

/** A model that answers from the frames of a snapshot, so that the page without a kernel runs the same code. */
export class StaticModel implements Model {
  readonly #state: Map<string, unknown>;
  readonly #frames: Snapshot["frames"];
  readonly #listeners: Map<string, Set<(...args: never[]) => void>> = new Map();

  constructor(snapshot: Snapshot) {
    this.#state = new Map(Object.entries({ ...snapshot.state, status: "live" }));
    this.#frames = snapshot.frames;
  }

  get(key: string): unknown {
    return this.#state.get(key);
  }

  set(key: string, value: unknown): void {
    this.#state.set(key, value);
  }

  save_changes(): void {}

  on(event: string, callback: (...args: never[]) => void): void {
    const known = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, known.add(callback));
  }

  off(event: string, callback: (...args: never[]) => void): void {
    this.#listeners.get(event)?.delete(callback);
  }

  send(content: unknown): void {
    const request = content as Request;
    if (request.kind === "virtual" || request.kind === "pattern") queueMicrotask(() => this.#answer(request));
    else if (request.kind === "value") this.#emit({ kind: "value", seq: request.seq, value: "" }, []);
  }

  #answer(request: Request): void {
    const found = this.#frames.find(({ content }) => answers(content, request));
    if (found) this.#emit({ ...found.content, seq: request.seq }, [fromBase64(found.payload)]);
    else {
      const panel = request.kind === "virtual" ? "virtual" : "diffraction";
      const message = "This page was saved without a kernel: it holds the images of the presets only.";
      this.#emit({ kind: "error", panel, seq: request.seq, message }, []);
    }
  }

  #emit(content: unknown, buffers: Payload[]): void {
    for (const listener of this.#listeners.get("msg:custom") ?? []) {
      (listener as (content: unknown, buffers: Payload[]) => void)(content, buffers);
    }
  }
}
