import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { analyze } from "../image";
import { type Panel, type PanelImage, rangeOf } from "../ui/panel";
import { lengthText, type PixelSize, pixelSize } from "../ui/scalebar";
import { type Arrival, Client } from "../wire/client";
import type { Model } from "../wire/model";
import { Saver } from "../wire/saver";
import { type Display, defaultDisplay, readOr, sameValue } from "../wire/state";

type Status = "running" | "done" | "cancelled" | "error";

/** What there is to see, before it comes. */
interface Picture {
  name: string;
  plane: "scan" | "detector";
  shape: [number, number];
}

/** What the kernel says about a run. */
export interface Pace {
  title: string;
  status: Status;
  message: string;
  progress: number | null;
}

/**
 * What the views of one ShowRun share: how far the run is, its pictures, and the requests for them. Whenever the run
 * has gone on, each picture is asked for once more; while two answers are out, nothing is, so that a slow page asks
 * less often.
 */
export class RunSession {
  readonly client: Client;
  readonly pace: Signal<Pace>;
  readonly panels: Signal<readonly Panel[]> = signal([]);
  /** The button was pressed and the run has not ended yet. */
  readonly cancelling: Signal<boolean> = signal(false);
  /** The kernel is gone while the run was under way. */
  readonly silent: ReadonlySignal<boolean>;
  readonly #model: Model;
  readonly #images: Signal<PanelImage | null>[] = [];
  readonly #displays: Signal<Display[]>;
  readonly #saver: Saver;
  #views = 0;

  constructor(model: Model) {
    this.#model = model;
    this.client = new Client(model, undefined, []);
    this.client.onFrame = (arrival) => this.#arrived(arrival);
    this.pace = signal(this.#readPace());
    this.#displays = signal(this.#readDisplays());
    this.#saver = new Saver(model, () => ({ display: this.#displays.peek() }));
    this.silent = computed(() => this.pace.value.status === "running" && this.client.gone.value);
    for (const key of ["title", "status", "message", "progress"]) this.#on(key, () => this.#paced());
    this.#on("display", () => {
      const value = this.#readDisplays();
      if (!sameValue(value, this.#displays.peek())) this.#displays.value = value;
    });
    this.#on("pictures", () => this.#named());
    this.#on("step", () => this.#ask());
    this.#named();
  }

  /** A view is mounted. */
  open(): void {
    this.client.ready();
    if (this.#views++ === 0) this.#ask();
  }

  /** A view is gone; without any, nothing is asked for any more. */
  close(): void {
    if (--this.#views > 0) return;
    this.#saver.flush();
    this.client.reset();
  }

  cancel(): void {
    this.cancelling.value = true;
    this.client.tell("cancel");
  }

  #on(key: string, listener: () => void): void {
    this.#model.on(`change:${key}`, listener);
  }

  #readPace(): Pace {
    const read = <T>(key: string, fallback: T): T => readOr(this.#model, key, fallback);
    return {
      title: read("title", "ShowRun"),
      status: read<Status>("status", "running"),
      message: read("message", ""),
      progress: read<number | null>("progress", null),
    };
  }

  #readDisplays(): Display[] {
    const all = readOr<unknown[]>(this.#model, "display", []);
    return all.map((one) => ({ ...defaultDisplay("viridis", "linear"), ...(one as Partial<Display>) }));
  }

  /** The kernel speaks: whatever it did not answer, it is there. */
  #paced(): void {
    const now = this.#readPace();
    if (sameValue(now, this.pace.peek())) return;
    this.client.gone.value = false;
    if (now.status !== "running") this.cancelling.value = false;
    this.pace.value = now;
  }

  #named(): void {
    const pictures = readOr<Picture[]>(this.#model, "pictures", []);
    if (pictures.length === this.panels.peek().length) return;
    this.#displays.value = this.#readDisplays();
    this.panels.value = pictures.map((picture, i) => this.#panel(picture, i));
    this.#ask();
  }

  #ask(): void {
    if (this.#views === 0) return;
    for (const { name } of this.panels.peek()) {
      this.client.ask(name, { kind: "picture", panel: name });
    }
  }

  #arrived(arrival: Arrival): void {
    const { frame, content } = arrival;
    const image = this.#images[Number(content.panel)];
    if (image) image.value = { frame, statistics: analyze(frame), content, arrival };
  }

  #look(index: number, change: Partial<Display>): void {
    this.#displays.value = this.#displays.peek().map((one, i) => (i === index ? { ...one, ...change } : one));
  }

  #pixel({ plane }: Picture): PixelSize {
    const { mrad_per_pixel, scan_step_A } = readOr<Record<string, number | null>>(this.#model, "calibration", {});
    return plane === "scan" ? pixelSize(scan_step_A ?? null, "Å") : pixelSize(mrad_per_pixel ?? null, "mrad");
  }

  #panel(picture: Picture, index: number): Panel {
    this.#images[index] ??= signal(null);
    const image = this.#images[index];
    const display = computed(() => this.#displays.value[index] ?? defaultDisplay("viridis", "linear"));
    const pixel = signal(this.#pixel(picture));
    return {
      name: String(index),
      title: picture.name,
      image,
      display,
      range: computed(() => rangeOf(image.value, display.value)),
      extent: computed(() => {
        const frame = image.value?.frame;
        return frame ? [frame.rows, frame.cols] : picture.shape;
      }),
      pixel,
      waiting: signal("No image yet"),
      look: (change) => this.#look(index, change),
      commit: () => this.#saver.commit(),
      commitSoon: () => this.#saver.soon(),
      exact: (row, col) => this.client.askValue({ panel: String(index), row, col }),
      place: (row, col) => {
        const { value, unit } = pixel.value;
        return unit === "px" ? "" : ` · ${lengthText(row * value, unit)}, ${lengthText(col * value, unit)}`;
      },
    };
  }
}
