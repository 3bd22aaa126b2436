import { signal } from "@preact/signals-core";
import { h, setText } from "./dom";
import { full, grouped, short } from "./format";
import { eachFrame } from "./gate";
import type { Stage } from "./stage";

/** Rest of the pointer before the exact value of a rounded pixel is asked for. */
const restMs = 120;

interface Pixel {
  row: number;
  col: number;
  value: number;
}

function pixelUnder(stage: Stage): Pixel | null {
  const spot = stage.hover.peek();
  const frame = stage.panel.image.peek()?.frame;
  if (!spot || !frame) return null;
  const row = Math.floor(spot.y);
  const col = Math.floor(spot.x);
  if (row < 0 || col < 0 || row >= frame.rows || col >= frame.cols) return null;
  return { row, col, value: frame.pixels[row * frame.cols + col] ?? Number.NaN };
}

/** The line that tells the pixel under the pointer, and one with the statistics of the image. */
export function readout(stage: Stage): HTMLElement[] {
  const { panel, lifetime } = stage;
  const exact = signal<{ key: string; text: string } | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = "";
  const line = h("div", { class: "nbscope-readout" });
  const numbers = h("div", { class: "nbscope-statistics" });

  const askSoon = (key: string, { row, col }: Pixel): void => {
    if (key === asked) return;
    asked = key;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const answer = await panel.exact(row, col);
      if (answer) exact.value = { key, text: answer };
    }, restMs);
  };
  lifetime.add(() => clearTimeout(timer));

  const watchPixel = (): void =>
    void [stage.hover.value, panel.image.value, exact.value, panel.pixel.value, stage.placement.value];
  eachFrame(lifetime, watchPixel, () => {
    const pixel = pixelUnder(stage);
    const image = panel.image.peek();
    if (!pixel || !image) return setText(line, "Point at a pixel to read it");
    const key = `${image.content.seq}/${pixel.row}/${pixel.col}`;
    const rounded = image.content.exact === false;
    if (rounded) askSoon(key, pixel);
    const known = rounded && exact.peek()?.key === key ? grouped(exact.peek()?.text ?? "") : null;
    const value = known ?? (rounded ? `≈ ${short(pixel.value)}` : full(pixel.value));
    setText(line, `(${pixel.row}, ${pixel.col}) = ${value}${panel.place(pixel.row, pixel.col)}`);
  });
  const watchImage = (): void => void panel.image.value;
  eachFrame(lifetime, watchImage, () => {
    const statistics = panel.image.peek()?.statistics;
    if (!statistics) return setText(numbers, "");
    const { min, max, mean, std, nan } = statistics;
    const missing = nan > 0 ? ` · ${nan} NaN` : "";
    setText(numbers, `min ${short(min)} · mean ${short(mean)} · max ${short(max)} · std ${short(std)}${missing}`);
  });
  return [line, numbers];
}
