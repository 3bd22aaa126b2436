import { clamp } from "./format";

/** What part of an image a pane shows: magnification over "fits the pane", and the image point at the centre. */
export interface Camera {
  magnification: number;
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

/** Screen pixels per image pixel, and the image coordinate at the pane's top left corner (pixel j covers [j, j + 1)). */
export interface Placement {
  scale: number;
  x0: number;
  y0: number;
}

export const fitted: Camera = { magnification: 1, x: Number.NaN, y: Number.NaN };

const maxMagnification = 64;

/** Where an image of `cols` × `rows` lies in a pane; the camera stays over the image. */
export function place(camera: Camera, cols: number, rows: number, pane: Size): Placement {
  const scale = Math.min(pane.width / cols, pane.height / rows) * camera.magnification;
  const along = (centre: number, count: number, length: number): number => {
    const half = length / scale / 2;
    const middle = half * 2 >= count || Number.isNaN(centre) ? count / 2 : clamp(centre, half, count - half);
    return middle - half;
  };
  return { scale, x0: along(camera.x, cols, pane.width), y0: along(camera.y, rows, pane.height) };
}

/** The camera after a zoom by `factor` that keeps the image point under pane position (px, py). */
export function zoomAt(camera: Camera, from: Placement, pane: Size, factor: number, px: number, py: number): Camera {
  const magnification = clamp(camera.magnification * factor, 1, maxMagnification);
  if (magnification === 1) return fitted;
  const scale = (from.scale * magnification) / camera.magnification;
  const along = (start: number, p: number, length: number): number => start + p / from.scale + (length / 2 - p) / scale;
  return { magnification, x: along(from.x0, px, pane.width), y: along(from.y0, py, pane.height) };
}

/** The camera after the image was pushed by (dx, dy) screen pixels. */
export function pan(camera: Camera, from: Placement, pane: Size, dx: number, dy: number): Camera {
  return {
    magnification: camera.magnification,
    x: from.x0 + (pane.width / 2 - dx) / from.scale,
    y: from.y0 + (pane.height / 2 - dy) / from.scale,
  };
}
