// The yardstick, and therefore fixed: the straightforward way to show a frame, as viewers commonly do it. Whole-frame log
// array, minimum and maximum, 256 bins, percentiles from a sorted sample of 65536 values, RGBA bytes for every pixel.
// Changing this file changes what "times faster" means; it is not to be tuned.

export function logArray(pixels) {
  const logs = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) logs[i] = Math.log1p(Math.max(pixels[i], 0));
  return logs;
}

export function minMax(values) {
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    if (v < min) min = v;
    if (v > max) max = v;
  }
  return [min, max];
}

export function histogram(values, min, max, bins = 256) {
  const counts = new Uint32Array(bins);
  const scale = bins / (max - min);
  for (let i = 0; i < values.length; i++) {
    const bin = Math.floor((values[i] - min) * scale);
    counts[Math.min(Math.max(bin, 0), bins - 1)]++;
  }
  return counts;
}

export function samplePercentiles(values, low, high, size = 65536) {
  const stride = Math.max(1, Math.floor(values.length / size));
  const sample = new Float32Array(Math.floor(values.length / stride));
  for (let i = 0, j = 0; i < sample.length; i++, j += stride) sample[i] = values[j];
  sample.sort();
  const last = sample.length - 1;
  return [sample[Math.floor((low / 100) * last)], sample[Math.floor((high / 100) * last)]];
}

export function colourBytes(values, low, high, rgb, bytes) {
  const scale = 255 / (high - low);
  for (let i = 0; i < values.length; i++) {
    const clamped = Math.max(low, Math.min(high, values[i]));
    const at = 3 * Math.floor((clamped - low) * scale);
    bytes[4 * i] = rgb[at];
    bytes[4 * i + 1] = rgb[at + 1];
    bytes[4 * i + 2] = rgb[at + 2];
    bytes[4 * i + 3] = 255;
  }
}

/** The whole pipeline for one new frame on the log scale. Returns the counts, so that nothing can be left out. */
export function showFrame(pixels, rgb, bytes) {
  const logs = logArray(pixels);
  const [min, max] = minMax(logs);
  const counts = histogram(logs, min, max);
  const [low, high] = samplePercentiles(logs, 0.5, 99.5);
  colourBytes(logs, low, high, rgb, bytes);
  return counts;
}
