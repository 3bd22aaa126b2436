import { binCount, binOf, constantBin, countBins } from "./bins.ts";
import { type Moments, moments, shiftOf, statisticsOf } from "./moments.ts";
import { analyzeSimd } from "./simd.ts";
import type { Frame, Statistics } from "./types.ts";

/** How often each value of a u8 or u16 frame occurs; kept beside its statistics for exact percentiles. */
export const valueCounts: WeakMap<Statistics, Uint32Array> = new WeakMap();

/** Minimum, maximum, mean, standard deviation and histogram of the finite samples. Time: linear, one or two passes. */
export function analyze(frame: Frame): Statistics {
  const { pixels } = frame;
  if (pixels.length !== frame.rows * frame.cols) {
    throw new RangeError(
      `A frame of ${frame.rows} × ${frame.cols} pixels needs ${frame.rows * frame.cols} samples, not ${pixels.length}.`,
    );
  }
  if (pixels instanceof Uint8Array || pixels instanceof Uint16Array) return analyzeSmall(pixels);
  return (pixels instanceof Float32Array ? analyzeSimd(pixels) : null) ?? analyzeWide(pixels);
}

function analyzeSmall(pixels: Uint8Array | Uint16Array): Statistics {
  const values = countValues(pixels);
  const m: Moments = { min: 0, max: 0, finite: pixels.length, nan: 0, shift: 0, sum: 0, squares: 0 };
  while (m.min < values.length && values[m.min] === 0) m.min++;
  m.max = values.length - 1;
  while (m.max >= 0 && values[m.max] === 0) m.max--;
  m.shift = m.min;
  const counts = new Uint32Array(binCount);
  const bin = m.min < m.max ? binOf(m.min, m.max) : () => constantBin;
  for (let v = m.min; v <= m.max; v++) {
    const count = values[v]!;
    if (count === 0) continue;
    counts[bin(v)]! += count;
    m.sum += count * (v - m.shift);
    m.squares += count * (v - m.shift) ** 2;
  }
  const statistics = statisticsOf(m, counts);
  valueCounts.set(statistics, values);
  return statistics;
}

/** Four partial counts keep runs of one value from waiting for each other. */
// hot loop
function countValues(pixels: Uint8Array | Uint16Array): Uint32Array {
  const size = pixels instanceof Uint8Array ? 256 : 65536;
  const counts = new Uint32Array(size);
  const parts = new Uint32Array(3 * size);
  const end = pixels.length & ~3;
  for (let i = 0; i < end; i += 4) {
    counts[pixels[i]!]!++;
    parts[pixels[i + 1]!]!++;
    parts[size + pixels[i + 2]!]!++;
    parts[2 * size + pixels[i + 3]!]!++;
  }
  for (let i = end; i < pixels.length; i++) counts[pixels[i]!]!++;
  for (let v = 0; v < size; v++) counts[v]! += parts[v]! + parts[size + v]! + parts[2 * size + v]!;
  return counts;
}

/** The JavaScript twin for samples that are too wide for a table of counts. */
export function analyzeWide(pixels: Float32Array | Uint32Array): Statistics {
  const m = moments(pixels, shiftOf(pixels));
  const counts = new Uint32Array(binCount);
  if (m.finite > 0 && m.min === m.max) counts[constantBin] = m.finite;
  else if (m.finite > 0) countBins(pixels, m.min, m.max, counts);
  return statisticsOf(m, counts);
}
