import { ceilFloat } from "./floats.ts";

/** Bins of the histogram that every frame gets. */
export const binCount = 4096;

/** The lower edge of a bin, as numpy.linspace computes it; the edge after the last bin is max itself. */
export function binEdge(min: number, max: number, bin: number): number {
  return bin >= binCount ? max : min + bin * ((max - min) / binCount);
}

/** A constant frame has no width: its samples go to the middle bin, as numpy.histogram does. */
export const constantBin: number = binCount / 2;

/** Returns a function from value to bin for min < max: the estimate is corrected at the edges, so it is exact. */
export function binOf(min: number, max: number): (v: number) => number {
  const step = (max - min) / binCount;
  const scale = binCount / (max - min);
  return (v) => {
    let bin = Math.min(Math.trunc((v - min) * scale), binCount - 1);
    if (v < min + bin * step) bin--;
    else if (bin < binCount - 1 && v >= min + (bin + 1) * step) bin++;
    return bin;
  };
}

/** Adds the samples of min <= v <= max to the counts of their bins, for min < max. */
// hot loop
export function countBins(pixels: Float32Array | Uint32Array, min: number, max: number, counts: Uint32Array): void {
  const step = (max - min) / binCount;
  const scale = binCount / (max - min);
  const top = binCount - 1;
  for (let i = 0; i < pixels.length; i++) {
    const v = pixels[i]!;
    // Out of range, and so false: NaN and the infinities.
    if (v >= min && v <= max) {
      let bin = ((v - min) * scale) | 0;
      bin = Math.min(bin, top);
      if (v < min + bin * step) bin--;
      else if (v >= min + (bin + 1) * step && bin < top) bin++;
      counts[bin]!++;
    }
  }
}

/** The smallest float32 of each bin, and +Infinity after them: comparing with these is comparing with the edges. */
export function floatEdges(min: number, max: number, to: Float32Array): void {
  const step = (max - min) / binCount;
  // hot loop: the usual edge needs no search for its neighbour
  for (let bin = 0; bin < binCount; bin++) {
    const edge = min + bin * step;
    to[bin] = edge;
    if (to[bin]! < edge) to[bin] = ceilFloat(edge);
  }
  to[binCount] = Infinity;
}
