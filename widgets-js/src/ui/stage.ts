import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { paint, type Transfer } from "../image";
import { type Camera, fitted, type Placement, pan, place, type Size, zoomAt } from "./camera";
import { h, type Lifetime, s, set } from "./dom";
import { type Gesture, onDrag } from "./drag";
import { FrameGate } from "./gate";
import type { Panel } from "./panel";

interface Box extends Size {
  /** Device pixels per CSS pixel. */
  ratio: number;
}

/** A position over the image: screen pixels in the pane, and image coordinates where pixel j covers [j, j + 1). */
export interface Spot {
  px: number;
  py: number;
  x: number;
  y: number;
}

const firstBox: Box = { width: 320, height: 320, ratio: 1 };

/** One image on the page: canvas, overlay, zoom and pan, pointer and wheel. Overlays hang their parts on `svg`. */
export class Stage {
  readonly panel: Panel;
  readonly lifetime: Lifetime;
  readonly canvas: HTMLCanvasElement;
  readonly svg: SVGSVGElement;
  readonly element: HTMLElement;
  readonly camera: Signal<Camera> = signal(fitted);
  readonly box: Signal<Box> = signal(firstBox);
  readonly extent: ReadonlySignal<[number, number]>;
  readonly placement: ReadonlySignal<Placement>;
  /** The pixel under the pointer. */
  readonly hover: Signal<Spot | null> = signal(null);
  /** What a press at a spot starts; null lets the stage pan. */
  pick: (spot: Spot, event: PointerEvent) => Gesture | null = () => null;
  /** The CSS cursor over a spot. */
  cursorAt: (spot: Spot) => string = () => "default";
  #pixels: Uint32Array = new Uint32Array(0);
  #imageData: ImageData | null = null;
  #painted = 0;

  constructor(panel: Panel, hintId: string, lifetime: Lifetime) {
    this.panel = panel;
    this.lifetime = lifetime;
    this.canvas = h("canvas", { "data-panel": panel.name, "data-seq": 0, "data-painted": 0, "aria-hidden": "true" });
    this.svg = s("svg", { class: "nbscope-overlay" });
    this.element = h(
      "div",
      {
        class: "nbscope-stage",
        role: "application",
        tabindex: 0,
        "aria-label": panel.title,
        "aria-roledescription": "image viewer",
        "aria-describedby": hintId,
      },
      this.canvas,
      this.svg,
    );
    this.extent = panel.extent;
    this.placement = computed(() => {
      const [rows, cols] = this.extent.value;
      return place(this.camera.value, cols, rows, this.box.value);
    });
    this.#watchSize();
    this.#watchPointer();
    this.#watchPaint();
  }

  /** Screen position of an image coordinate whose whole numbers are pixel centres (row, col as on the wire). */
  toScreen(row: number, col: number): [number, number] {
    const { scale, x0, y0 } = this.placement.value;
    return [(col + 0.5 - x0) * scale, (row + 0.5 - y0) * scale];
  }

  spotOf(event: { clientX: number; clientY: number }): Spot {
    const box = this.element.getBoundingClientRect();
    const { scale, x0, y0 } = this.placement.value;
    const px = event.clientX - box.left - this.element.clientLeft;
    const py = event.clientY - box.top - this.element.clientTop;
    return { px, py, x: x0 + px / scale, y: y0 + py / scale };
  }

  zoom(factor: number, px: number = this.box.value.width / 2, py: number = this.box.value.height / 2): void {
    this.camera.value = zoomAt(this.camera.value, this.placement.value, this.box.value, factor, px, py);
  }

  fit(): void {
    this.camera.value = fitted;
  }

  /** True while the stage or one of its handles has the keyboard. */
  hasFocus(): boolean {
    const root = this.element.getRootNode() as Document | ShadowRoot;
    return this.element.contains(root.activeElement);
  }

  #watchSize(): void {
    const measure = (width: number, height: number): void => {
      if (width > 0 && height > 0) this.box.value = { width, height, ratio: globalThis.devicePixelRatio || 1 };
    };
    const observer = new ResizeObserver((entries) => {
      const box = entries[entries.length - 1]?.contentRect;
      if (box) measure(box.width, box.height);
    });
    observer.observe(this.element);
    this.lifetime.add(() => observer.disconnect());
    // A change of the device's pixel ratio alone (another screen, page zoom) does not resize the element.
    this.lifetime.listen(globalThis, "resize", () => measure(this.element.clientWidth, this.element.clientHeight));
  }

  #watchPointer(): void {
    onDrag(this.element, this.lifetime, (event) => {
      this.element.focus({ preventScroll: true });
      const spot = this.spotOf(event);
      return (event.button === 0 ? this.pick(spot, event) : null) ?? this.#panFrom();
    });
    this.lifetime.listen<PointerEvent>(this.element, "pointermove", (event) => {
      const spot = this.spotOf(event);
      this.hover.value = spot;
      if (event.buttons === 0) this.element.style.cursor = this.cursorAt(spot);
    });
    this.lifetime.listen(this.element, "pointerleave", () => {
      this.hover.value = null;
    });
    this.lifetime.listen(this.element, "dblclick", () => this.fit());
    this.lifetime.listen<WheelEvent>(
      this.element,
      "wheel",
      (event) => {
        // The page scrolls over a pane that nobody chose; a viewer that swallows the wheel is a nuisance.
        if (!event.ctrlKey && !event.metaKey && !this.hasFocus()) return;
        event.preventDefault();
        const lines = event.deltaMode === 1 ? 16 : 1;
        const { px, py } = this.spotOf(event);
        this.zoom(Math.exp((-event.deltaY * lines) / 300), px, py);
      },
      { passive: false },
    );
  }

  #panFrom(): Gesture | null {
    const camera = this.camera.value;
    if (camera.magnification === 1) return null;
    const from = this.placement.value;
    return {
      move: (dx, dy) => {
        this.camera.value = pan(camera, from, this.box.value, dx, dy);
      },
      end: () => undefined,
      cancel: () => {
        this.camera.value = camera;
      },
    };
  }

  #watchPaint(): void {
    const gate = new FrameGate(() => this.#paint());
    this.lifetime.add(() => gate.close());
    const { panel } = this;
    this.lifetime.add(
      effect(() => {
        const { width, height } = this.box.value;
        set(this.svg, { viewBox: `0 0 ${width} ${height}` });
        void [this.placement.value, panel.display.value, panel.range.value];
        if (panel.image.value) gate.request();
      }),
    );
  }

  /** Paints the screen's pixels. Resizing a canvas clears it, so that happens only together with its new pixels. */
  #paint(): void {
    const image = this.panel.image.peek();
    if (!image) return;
    const { width, height, ratio } = this.box.peek();
    const { scale, x0, y0 } = this.placement.peek();
    const across = Math.max(1, Math.round(width * ratio));
    const down = Math.max(1, Math.round(height * ratio));
    const context = this.canvas.getContext("2d", { willReadFrequently: true });
    if (this.canvas.width !== across || this.canvas.height !== down || this.#pixels.length !== across * down) {
      const pixels = new Uint32Array(across * down);
      this.canvas.width = across;
      this.canvas.height = down;
      // Exactly one device pixel per canvas pixel, also where the pane's width is no whole number.
      this.canvas.style.width = `${across / ratio}px`;
      this.canvas.style.height = `${down / ratio}px`;
      this.#pixels = pixels;
      this.#imageData = context ? new ImageData(new Uint8ClampedArray(pixels.buffer), across, down) : null;
    }
    const transfer = this.#transfer();
    paint(this.#pixels, image.frame, transfer, { x0, y0, zoom: scale * ratio, width: across, height: down });
    if (this.#imageData) context?.putImageData(this.#imageData, 0, 0);
    const seq = image.content.seq;
    set(this.canvas, {
      "data-seq": seq,
      "data-painted": ++this.#painted,
      "data-view": `${x0} ${y0} ${scale * ratio}`,
      "data-range": `${transfer.low} ${transfer.high}`,
    });
    this.element.dispatchEvent(
      new CustomEvent("nbscope:painted", {
        bubbles: true,
        detail: { panel: this.panel.name, seq, t: performance.now() },
      }),
    );
  }

  #transfer(): Transfer {
    const { lut, scale, gamma, invert } = this.panel.display.peek();
    const [low, high] = this.panel.range.peek();
    return Number.isFinite(low) && Number.isFinite(high)
      ? { lut, scale, gamma, low, high, invert }
      : { lut, scale, gamma, low: 0, high: 1, invert };
  }
}
