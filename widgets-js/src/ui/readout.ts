import { signal } from "@preact/signals-core";
import { h, setText } from "./dom";
import { full, grouped, short } from "./format";
import { eachFrame } from "./gate";
import { lengthText, pixelSize } from "./scalebar";
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
  const frame = stage.session.images[stage.panel].peek()?.frame;
  if (!spot || !frame) return null;
  const row = Math.floor(spot.y);
  const col = Math.floor(spot.x);
  if (row < 0 || col < 0 || row >= frame.rows || col >= frame.cols) return null;
  return { row, col, value: frame.pixels[row * frame.cols + col] ?? Number.NaN };
}

/** Where the pixel lies in the panel's unit: distance from the centre on a pattern, position on the scan. */
function placeText(stage: Stage, { row, col }: Pixel): string {
  const size = pixelSize(stage);
  if (stage.panel === "virtual") {
    return size.unit === "px"
      ? ""
      : ` · ${lengthText(row * size.value, size.unit)}, ${lengthText(col * size.value, size.unit)}`;
  }
  const { detector, shown } = stage.session;
  const [centreRow, centreCol] = shown.peek().calibration.centre ?? [detector.peek().row, detector.peek().col];
  return ` · q = ${lengthText(Math.hypot(row - centreRow, col - centreCol) * size.value, size.unit)}`;
}

/** The line that tells the pixel under the pointer, and one with the statistics of the image. */
export function readout(stage: Stage): HTMLElement[] {
  const { session, panel, lifetime } = stage;
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
      const wish = { panel, frame: session.frame.peek(), row, col };
      const answer = await session.client.askValue(
        panel === "virtual" ? { ...wish, detector: session.detector.peek() } : wish,
      );
      if (answer) exact.value = { key, text: answer };
    }, restMs);
  };
  lifetime.add(() => clearTimeout(timer));

  const watchPixel = (): void =>
    void [stage.hover.value, session.images[panel].value, exact.value, session.shown.value, stage.placement.value];
  eachFrame(lifetime, watchPixel, () => {
    const pixel = pixelUnder(stage);
    const image = session.images[panel].peek();
    if (!pixel || !image) return setText(line, "Point at a pixel to read it");
    const key = `${image.content.seq}/${pixel.row}/${pixel.col}`;
    const rounded = image.content.exact === false;
    if (rounded) askSoon(key, pixel);
    const known = rounded && exact.peek()?.key === key ? grouped(exact.peek()?.text ?? "") : null;
    const value = known ?? (rounded ? `≈ ${short(pixel.value)}` : full(pixel.value));
    setText(line, `(${pixel.row}, ${pixel.col}) = ${value}${placeText(stage, pixel)}`);
  });
  const watchImage = (): void => void session.images[panel].value;
  eachFrame(lifetime, watchImage, () => {
    const statistics = session.images[panel].peek()?.statistics;
    if (!statistics) return setText(numbers, "");
    const { min, max, mean, std, nan } = statistics;
    const missing = nan > 0 ? ` · ${nan} NaN` : "";
    setText(numbers, `min ${short(min)} · mean ${short(mean)} · max ${short(max)} · std ${short(std)}${missing}`);
  });
  return [line, numbers];
}
