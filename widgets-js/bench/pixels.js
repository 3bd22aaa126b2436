// One new 1024 × 1024 float32 frame, from bytes in hand to pixels: ours against the fixed naive pipeline. Ours: copy-in,
// statistics with 4096 bins, exact percentiles, 640 × 640 viewport on the log scale. Both see the same frames, in turns,
// so that the machine's load falls on both. Runs in node and in a page.

import { showFrame } from "./naive.js";

const size = 1024;
const screen = 640;

/** Diffraction-like counts: a bright disk, a power-law tail, noise. */
export function makeFrame(seed) {
  const pixels = new Float32Array(size * size);
  let state = seed >>> 0;
  for (let y = 0, i = 0; y < size; y++) {
    for (let x = 0; x < size; x++, i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const u = state / 4294967296;
      const r = Math.hypot(x - size / 2, y - size / 2) / (size / 12);
      pixels[i] = 5e4 * Math.min(1, r ** -3.2) * (0.7 + 0.6 * u) + 3 * u;
    }
  }
  return pixels;
}

function ours(image, pixels, out) {
  const frame = { pixels, rows: size, cols: size };
  const stats = image.analyze(frame);
  const [low, high] = image.percentileRange(frame, stats, 0.5, 99.5);
  const transfer = { lut: "inferno", scale: "log", gamma: 1, low, high, invert: false };
  image.paint(out, frame, transfer, { x0: 0, y0: 0, zoom: screen / size, width: screen, height: screen });
}

function summary(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
  return { median: at(0.5), low: at(0.1), high: at(0.9) };
}

/** Rows {name, ours, peer, peerName, unit, ratio, spread, runs}; spread = (90th - 10th percentile) / median of ours. */
export function benchPixels(image, { runs = 40, twins = ["wasm", "js"] } = {}) {
  const frames = [1, 2, 3, 4].map(makeFrame);
  const rgb = image.lutTable("inferno");
  const out = new Uint32Array(screen * screen);
  const bytes = new Uint8ClampedArray(4 * size * size);
  return twins.map((twin) => {
    image.useTwin(twin);
    const times = { ours: [], naive: [] };
    for (let run = -5; run < runs; run++) {
      const pixels = frames[(run + 8) % frames.length];
      const t0 = performance.now();
      ours(image, pixels, out);
      const t1 = performance.now();
      showFrame(pixels, rgb, bytes);
      const t2 = performance.now();
      if (run < 0) continue;
      times.ours.push(t1 - t0);
      times.naive.push(t2 - t1);
    }
    image.useTwin(null);
    const [mine, naive] = [summary(times.ours), summary(times.naive)];
    return {
      name: `new frame, ${size}² float32, ${twin}`,
      ours: mine.median,
      peer: naive.median,
      peerName: "naive pipeline",
      unit: "ms",
      ratio: naive.median / mine.median,
      spread: (mine.high - mine.low) / mine.median,
      runs,
    };
  });
}
