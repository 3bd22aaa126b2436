import { effect } from "@preact/signals-core";
import { s, set, setText } from "./dom";
import { short } from "./format";
import type { Stage } from "./stage";

/** The largest of 1, 2, 5 times a power of ten that is not over `most`. */
export function niceLength(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  const lead = most / power;
  return (lead >= 5 ? 5 : lead >= 2 ? 2 : 1) * power;
}

/** Size of an image pixel in a panel's unit. */
export interface PixelSize {
  value: number;
  unit: "mrad" | "Å" | "px";
}

/** What one pixel is worth: pixels when nobody calibrated. */
export const pixelSize = (value: number | null, unit: PixelSize["unit"]): PixelSize =>
  value ? { value, unit } : { value: 1, unit: "px" };

/** A length with its unit; 10 Å and more read as nanometres. */
export function lengthText(length: number, unit: PixelSize["unit"]): string {
  return unit === "Å" && length >= 10 ? `${short(length / 10)} nm` : `${short(length)} ${unit}`;
}

const share = 0.3;
const margin = 12;

/** A scale bar at the lower left corner that keeps a round length. */
export function addScaleBar(stage: Stage): void {
  const bars = [s("path", { class: "nbscope-bar-under" }), s("path", { class: "nbscope-bar-over" })];
  const label = s("text", { class: "nbscope-bar-text", "text-anchor": "middle" });
  stage.svg.append(s("g", { class: "nbscope-scalebar", "aria-hidden": "true" }, ...bars, label));
  stage.lifetime.add(
    effect(() => {
      const { width, height } = stage.box.value;
      const { value, unit } = stage.panel.pixel.value;
      const perScreen = value / stage.placement.value.scale;
      const length = niceLength(width * share * perScreen);
      const across = length / perScreen;
      const y = height - margin;
      for (const bar of bars) set(bar, { d: `M${margin} ${y}h${across}` });
      set(label, { x: margin + across / 2, y: y - 6 });
      setText(label, lengthText(length, unit));
    }),
  );
}
