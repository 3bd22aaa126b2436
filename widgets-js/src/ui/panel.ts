import type { ReadonlySignal } from "@preact/signals-core";
import { type Frame, percentileRange, type Statistics } from "../image";
import type { Arrival } from "../wire/client";
import type { FrameContent } from "../wire/frame";
import type { Display } from "../wire/state";
import type { PixelSize } from "./scalebar";

/** An image with what the display needs to know about it. */
export interface PanelImage {
  frame: Frame;
  statistics: Statistics;
  content: FrameContent;
  arrival: Arrival;
}

/** One picture of a widget as its parts see it: what is shown, how, and whom to tell. */
export interface Panel {
  /** Its name on the wire and on the page. */
  readonly name: string;
  /** What it shows, for people. */
  readonly title: string;
  readonly image: ReadonlySignal<PanelImage | null>;
  readonly display: ReadonlySignal<Display>;
  /** Data values of the first and the last colour. */
  readonly range: ReadonlySignal<[number, number]>;
  /** Rows and columns, known before the first image. */
  readonly extent: ReadonlySignal<[number, number]>;
  /** What one pixel is worth. */
  readonly pixel: ReadonlySignal<PixelSize>;
  /** What stands in the place of the first image. */
  readonly waiting: ReadonlySignal<string>;
  /** Changes how it looks; nothing of it goes to the kernel before `commit`. */
  look(change: Partial<Display>): void;
  commit(): void;
  commitSoon(): void;
  /** The exact number of a pixel that was rounded on its way, as text; null when no answer came. */
  exact(row: number, col: number): Promise<string | null>;
  /** Where a pixel lies, in words behind its value. */
  place(row: number, col: number): string;
}

/** Data values of the first and the last colour: percentiles where they are automatic, the image's where unknown. */
export function rangeOf(image: PanelImage | null, { auto, low, high }: Display): [number, number] {
  if (!image) return [low ?? 0, high ?? 1];
  const { frame, statistics } = image;
  if (auto) return percentileRange(frame, statistics, auto[0], auto[1]);
  return [low ?? statistics.min, high ?? statistics.max];
}
