import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { analyze } from "../image";
import { type Panel, type PanelImage, rangeOf } from "../ui/panel";
import { lengthText, pixelSize } from "../ui/scalebar";
import { type Arrival, Client } from "../wire/client";
import type { Model } from "../wire/model";
import { Saver } from "../wire/saver";
import { type Detector, type Display, type PanelName, panelNames, readKey, type State, sameValue } from "../wire/state";

/** What a view shows about the whole widget. */
export type Condition = "empty" | "loading" | "live" | "stale" | "silent" | "error" | "freed" | "static";

const staleAfterMs = 400;

type Saved = "detector" | "probe" | "frame" | "pattern_source" | "display";
const savedKeys: readonly Saved[] = ["detector", "probe", "frame", "pattern_source", "display"];
type Shown = Exclude<keyof State, Saved>;

/**
 * Everything that the views of one model share: the state as signals, the images, and the requests that follow from a
 * change. Views change it through `look`, `moveDetector`, `moveProbe`, `goTo` and call `commit` when a gesture ends.
 */
export class Session {
  readonly model: Model;
  readonly client: Client;
  readonly isStatic: boolean;
  readonly detector: Signal<Detector>;
  readonly probe: Signal<[number, number]>;
  readonly frame: Signal<number>;
  readonly pattern_source: Signal<State["pattern_source"]>;
  readonly display: Signal<Record<PanelName, Display>>;
  readonly shown: Signal<Pick<State, Shown>>;
  readonly images: Record<PanelName, Signal<PanelImage | null>> = {
    virtual: signal(null),
    diffraction: signal(null),
  };
  readonly ranges: Record<PanelName, ReadonlySignal<[number, number]>>;
  /** The same by picture, as the parts of a view take it. */
  readonly panels: Record<PanelName, Panel>;
  readonly condition: ReadonlySignal<Condition>;
  readonly notice: Signal<string> = signal("");
  /** Told of every frame before it is shown. */
  readonly arrivals: Set<(arrival: Arrival) => void> = new Set();
  /** The detector that was last set by hand, for the preset "Custom". */
  custom: Detector | null = null;
  #views = 0;
  readonly #saver: Saver;

  constructor(model: Model, isStatic = false) {
    this.model = model;
    this.isStatic = isStatic;
    this.client = new Client(model);
    this.client.onFrame = this.#arrived;
    this.detector = signal(readKey(model, "detector"));
    this.probe = signal(readKey(model, "probe"));
    this.frame = signal(readKey(model, "frame"));
    this.pattern_source = signal(readKey(model, "pattern_source"));
    this.display = signal(readKey(model, "display"));
    this.shown = signal(this.#readShown());
    const first = this.detector.value;
    if (!this.shown.value.presets.some(({ detector }) => sameValue(detector, first))) this.custom = first;
    this.ranges = { virtual: this.#range("virtual"), diffraction: this.#range("diffraction") };
    this.condition = computed(() => this.#judge());
    this.panels = { virtual: this.#panel("virtual"), diffraction: this.#panel("diffraction") };
    this.#saver = new Saver(
      model,
      () => Object.fromEntries(savedKeys.map((key) => [key, this[key].peek()])),
      () => {
        this.client.gone.value = true;
      },
    );
    for (const key of savedKeys) this.#on(key, () => this.#changedOutside(key));
    for (const key of Object.keys(this.shown.value)) this.#on(key, () => this.#shownChanged());
  }

  /** A view is mounted. The first one asks for the images, each one for the status. */
  open(): void {
    this.client.ready();
    if (this.#views++ === 0) this.#askBoth();
  }

  /** A view is gone; without any, nothing is asked for any more. */
  close(): void {
    if (--this.#views > 0) return;
    this.flush();
    this.client.reset();
  }

  moveDetector(detector: Detector, event?: number): void {
    if (sameValue(detector, this.detector.value)) return;
    this.detector.value = detector;
    this.#askVirtual(event);
  }

  /** A move by hand: remembered for the preset "Custom". */
  editDetector(detector: Detector, event?: number): void {
    this.custom = detector;
    this.moveDetector(detector, event);
  }

  moveProbe(probe: [number, number], event?: number): void {
    if (sameValue(probe, this.probe.value) && this.pattern_source.value === "probe") return;
    batch(() => {
      this.probe.value = probe;
      this.pattern_source.value = "probe";
    });
    this.#askPattern(event);
  }

  showPattern(source: State["pattern_source"]): void {
    if (source === this.pattern_source.value) return;
    this.pattern_source.value = source;
    this.#askPattern();
  }

  /** Another time frame; numbers beyond the ends wrap around. */
  goTo(frame: number): void {
    const frames = this.shown.value.shape.frames;
    const next = ((Math.round(frame) % frames) + frames) % frames;
    if (next === this.frame.value) return;
    this.frame.value = next;
    this.#askBoth();
  }

  /** Changes how a panel looks; nothing of it goes to the kernel before `commit`. */
  look(panel: PanelName, change: Partial<Display>): void {
    const display = this.display.value;
    this.display.value = { ...display, [panel]: { ...display[panel], ...change } };
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

  /** Lets the kernel find the bright disk and moves the detector there. */
  async fitCentre(): Promise<void> {
    this.notice.value = "looking for the centre…";
    const centre = await this.client.askCentre(this.frame.value);
    this.notice.value = "";
    if (!centre) return;
    this.editDetector({ ...this.detector.value, row: centre.row, col: centre.col });
    this.commit();
  }

  #on(key: string, listener: () => void): void {
    this.model.on(`change:${key}`, listener);
  }

  #readShown(): Pick<State, Shown> {
    const read = <K extends Shown>(key: K): State[K] => readKey(this.model, key);
    return {
      title: read("title"),
      shape: read("shape"),
      dtype: read("dtype"),
      bytes: read("bytes"),
      device: read("device"),
      calibration: read("calibration"),
      frame_labels: read("frame_labels"),
      presets: read("presets"),
      status: read("status"),
      message: read("message"),
      progress: read("progress"),
    };
  }

  /** The kernel changed its own half of the state; data that became live are asked for. */
  #shownChanged(): void {
    const before = this.shown.value;
    const now = this.#readShown();
    if (sameValue(before, now)) return;
    this.shown.value = now;
    if (now.status === "freed") this.client.reset();
    const another = now.status !== before.status || !sameValue(now.shape, before.shape);
    if (now.status === "live" && another) this.#askBoth();
  }

  /** The kernel or another page set something that this page may set too; our own echo is equal and changes nothing. */
  #changedOutside(key: Saved): void {
    const value = readKey(this.model, key);
    if (sameValue(value, this[key].value)) return;
    (this[key] as Signal<unknown>).value = value;
    if (key === "detector") this.custom = this.detector.value;
    if (key === "detector" || key === "frame") this.#askVirtual();
    if (key === "probe" || key === "frame" || key === "pattern_source") this.#askPattern();
  }

  #askable(): boolean {
    return this.shown.value.status === "live";
  }

  #askBoth(): void {
    this.#askVirtual();
    this.#askPattern();
  }

  #askVirtual(event?: number): void {
    if (!this.#askable()) return;
    this.client.askVirtual({ frame: this.frame.value, detector: this.detector.value }, event);
  }

  #askPattern(event?: number): void {
    if (!this.#askable()) return;
    const [row, col] = this.probe.value;
    this.client.askPattern({ frame: this.frame.value, row, col, source: this.pattern_source.value }, event);
  }

  #arrived = (arrival: Arrival): void => {
    const { frame, content } = arrival;
    for (const listener of this.arrivals) listener(arrival);
    this.images[content.panel as PanelName].value = { frame, statistics: analyze(frame), content, arrival };
  };

  #range(panel: PanelName): ReadonlySignal<[number, number]> {
    return computed(() => rangeOf(this.images[panel].value, this.display.value[panel]));
  }

  #panel(name: PanelName): Panel {
    const image = this.images[name];
    return {
      name,
      title: name === "virtual" ? "Virtual image" : "Diffraction",
      image,
      display: computed(() => this.display.value[name]),
      range: this.ranges[name],
      extent: computed(() => {
        const frame = image.value?.frame;
        if (frame) return [frame.rows, frame.cols];
        const { scan, detector } = this.shown.value.shape;
        const [rows, cols] = name === "virtual" ? scan : detector;
        return [rows || 1, cols || 1];
      }),
      pixel: computed(() => {
        const { mrad_per_pixel, scan_step_A } = this.shown.value.calibration;
        return name === "virtual" ? pixelSize(scan_step_A, "Å") : pixelSize(mrad_per_pixel, "mrad");
      }),
      waiting: computed(() => (this.condition.value === "loading" ? "Loading…" : "No image yet")),
      look: (change) => this.look(name, change),
      commit: () => this.commit(),
      commitSoon: () => this.commitSoon(),
      exact: (row, col) => {
        const wish = { panel: name, frame: this.frame.peek(), row, col };
        return this.client.askValue(name === "virtual" ? { ...wish, detector: this.detector.peek() } : wish);
      },
      place: (row, col) => this.#place(name, row, col),
    };
  }

  /** Distance from the centre on a pattern, position on the scan. */
  #place(name: PanelName, row: number, col: number): string {
    const { value, unit } = this.panels[name].pixel.peek();
    if (name === "virtual")
      return unit === "px" ? "" : ` · ${lengthText(row * value, unit)}, ${lengthText(col * value, unit)}`;
    const detector = this.detector.peek();
    const [centreRow, centreCol] = this.shown.peek().calibration.centre ?? [detector.row, detector.col];
    return ` · q = ${lengthText(Math.hypot(row - centreRow, col - centreCol) * value, unit)}`;
  }

  #judge(): Condition {
    const { status } = this.shown.value;
    if (status === "freed" || status === "loading" || status === "error") return status;
    if (this.isStatic) return "static";
    if (this.client.error.value) return "error";
    if (this.client.gone.value) return "silent";
    if (this.client.waiting.value > staleAfterMs) return "stale";
    return panelNames.every((name) => this.images[name].value === null) ? "empty" : "live";
  }
}
