import type { Statistics } from "./types.ts";

/** The counts of `stats` gathered into fewer bins, for drawing. */
export function displayHistogram(stats: Statistics, bins: number): Uint32Array {
  const shown = new Uint32Array(bins);
  const { counts } = stats;
  for (let bin = 0; bin < counts.length; bin++) shown[Math.floor((bin * bins) / counts.length)]! += counts[bin]!;
  return shown;
}
