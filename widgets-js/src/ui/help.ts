import { h, type Lifetime, newId, set } from "./dom";

const keys: readonly (readonly [string, string])[] = [
  ["arrows", "move the detector, or the scan position in the virtual image (Shift ×10, Alt ×0.1)"],
  ["+ −", "outer radius of the detector; zoom in the virtual image"],
  ["[ ]", "previous and next time frame"],
  ["space", "play and pause"],
  ["1 … 4, 5", "detector presets; 5 is the detector set by hand"],
  ["l", "log scale on and off"],
  ["a", "automatic contrast"],
  ["c", "next colour map"],
  ["i", "invert the colour map"],
  ["f", "fit the image to the pane"],
  ["r", "reset zoom and contrast"],
  ["Esc", "cancel a drag"],
  ["?", "this help"],
];

const mouse: readonly (readonly [string, string])[] = [
  ["drag inside", "moves the detector; its handles change the radii; Shift locks the axis, Alt moves finely"],
  ["virtual image", "a click or drag chooses the scan position"],
  ["wheel", "zooms when the pane has the focus (click it) or with Ctrl; else the page scrolls"],
  ["drag outside", "moves the zoomed pattern; the middle button moves either image"],
  ["double click", "fits the image; on a histogram: automatic contrast"],
];

const list = (rows: readonly (readonly [string, string])[]): HTMLElement =>
  h("dl", {}, ...rows.flatMap(([term, text]) => [h("dt", {}, term), h("dd", {}, text)]));

/** The help panel with its button. */
export class Help {
  readonly button: HTMLButtonElement;
  readonly element: HTMLElement;

  constructor(lifetime: Lifetime) {
    const id = newId();
    this.button = h(
      "button",
      {
        type: "button",
        class: "nbscope-help-button",
        "aria-expanded": "false",
        "aria-controls": id,
        "aria-label": "Help",
      },
      "?",
    );
    this.element = h("div", { class: "nbscope-help", id, hidden: true, role: "region", "aria-label": "Help" });
    lifetime.listen(this.button, "click", () => this.toggle());
  }

  /** Shows or hides the help; it is built when it is first wanted. */
  toggle(): void {
    if (!this.element.firstChild) {
      this.element.append(
        h("div", {}, h("strong", {}, "Keys, while a pane has the focus"), list(keys)),
        h("div", {}, h("strong", {}, "Mouse and touch"), list(mouse)),
      );
    }
    this.element.hidden = !this.element.hidden;
    set(this.button, { "aria-expanded": String(!this.element.hidden) });
  }
}
