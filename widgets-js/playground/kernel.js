// A made-up 4D-STEM stack and a model that answers like the Java side, so that the widget runs in a plain page.
const scan = 48;
const detector = 96;
const frames = 3;
const centre = [47.6, 48.3];
const mrad = 1.25;
const disk = 17.5;

let random = 7;
const noise = () => {
  random = (random * 1664525 + 1013904223) >>> 0;
  return random / 2 ** 32;
};

function thickness(frame, row, col) {
  const x = (col - 24) / 20;
  const y = (row - 24) / 20;
  const angle = Math.atan2(y, x) + frame * 0.2;
  const edge = 0.8 + 0.12 * Math.cos(5 * angle);
  const radius = Math.hypot(x, y);
  const body = radius < edge ? 0.55 + 0.25 * Math.cos(5 * angle + 6 * radius) : 0.06;
  return body * (0.8 + 0.2 * Math.cos(2.1 * row) * Math.cos(2.1 * col));
}

const size = detector * detector;
const shapes = { disk: new Float32Array(size), spots: new Float32Array(size), diffuse: new Float32Array(size) };
for (let r = 0, i = 0; r < detector; r++) {
  for (let c = 0; c < detector; c++, i++) {
    const [y, x] = [r - centre[0], c - centre[1]];
    const q = Math.hypot(y, x);
    shapes.disk[i] = q < disk ? 60 : 0;
    shapes.diffuse[i] = 14 * Math.exp(-q / 14) * (1 + (0.2 * x) / (q + 1));
    for (let k = 0; k < 6; k++) {
      if (Math.hypot(y - 30 * Math.sin(k * 1.047 + 0.3), x - 30 * Math.cos(k * 1.047 + 0.3)) < 13) shapes.spots[i] += 7;
    }
  }
}

function pattern(frame, row, col, out) {
  const t = thickness(frame, row, col);
  random = (frame * 4096 + row * 64 + col) * 2654435761;
  for (let i = 0; i < size; i++) {
    const mean = shapes.disk[i] * (1 - 0.6 * t) + (shapes.spots[i] + shapes.diffuse[i]) * t;
    out[i] = Math.max(0, Math.round(mean + (noise() - 0.5) * 2 * Math.sqrt(mean + 0.4)));
  }
}

// Detector-major, so that a virtual image is a sum of whole rows.
const cache = new Map();
function stack(frame) {
  const known = cache.get(frame);
  if (known) return known;
  const positions = scan * scan;
  const all = new Uint16Array(size * positions);
  const one = new Uint16Array(size);
  for (let p = 0; p < positions; p++) {
    pattern(frame, Math.floor(p / scan), p % scan, one);
    for (let i = 0; i < size; i++) all[i * positions + p] = one[i];
  }
  cache.set(frame, all);
  return all;
}

function indices({ kind, row, col, inner, outer }) {
  const out = [];
  if (kind === "point") return [Math.round(row) * detector + Math.round(col)];
  for (let r = 0, i = 0; r < detector; r++) {
    for (let c = 0; c < detector; c++, i++) {
      const q = Math.hypot(r - row, c - col);
      if (q < outer && (kind === "disk" || q >= inner)) out.push(i);
    }
  }
  return out;
}

function virtual({ frame, detector: shape }) {
  const all = stack(frame);
  const positions = scan * scan;
  const out = new Uint32Array(positions);
  for (const i of indices(shape)) {
    const row = i * positions;
    for (let p = 0; p < positions; p++) out[p] += all[row + p];
  }
  return out;
}

function diffraction({ frame, row, col, source }) {
  const all = stack(frame);
  const positions = scan * scan;
  if (source === "probe") return Uint16Array.from({ length: size }, (_, i) => all[i * positions + row * scan + col]);
  return Uint32Array.from({ length: size }, (_, i) =>
    all.subarray(i * positions, (i + 1) * positions).reduce((a, b) => a + b),
  );
}

const ring = (inner, outer) => ({
  kind: inner ? "annulus" : "disk",
  row: centre[0],
  col: centre[1],
  inner: inner / mrad,
  outer: outer / mrad,
});

const display = (lut, scale) => ({ lut, scale, gamma: 0.5, low: null, high: null, auto: [0.5, 99.5], invert: false });

export const state = {
  title: "Gold particle (made up)",
  shape: { frames, scan: [scan, scan], detector: [detector, detector] },
  dtype: "u16",
  bytes: frames * scan * scan * detector * detector * 2,
  device: "this page",
  calibration: { mrad_per_pixel: mrad, scan_step_A: 0.6, centre, semiangle_mrad: 22 },
  frame_labels: ["t = 0 s", "t = 4 s", "t = 8 s"],
  presets: [
    { name: "BF", detector: ring(0, 22) },
    { name: "ABF", detector: ring(11, 22) },
    { name: "ADF", detector: ring(22, 58) },
    { name: "HAADF", detector: ring(40, 59) },
  ],
  detector: ring(24, 50),
  probe: [18, 30],
  frame: 0,
  pattern_source: "probe",
  display: { diffraction: display("inferno", "log"), virtual: display("gray", "linear") },
  status: "live",
  message: "",
  progress: null,
};

const types = { Uint8Array: "u8", Uint16Array: "u16", Uint32Array: "u32", Float32Array: "f32" };

/** The answer of the made-up kernel to one request: content and payload. */
export function answer(request) {
  const isVirtual = request.kind === "virtual";
  const pixels = isVirtual ? virtual(request) : diffraction(request);
  const content = {
    kind: "frame",
    panel: isVirtual ? "virtual" : "diffraction",
    seq: request.seq,
    frame: request.frame,
    dtype: types[pixels.constructor.name],
    shape: isVirtual ? [scan, scan] : [detector, detector],
    min: Math.min(...pixels),
    max: Math.max(...pixels),
    exact: true,
    detector: isVirtual ? request.detector : null,
    probe: isVirtual ? null : [request.row, request.col],
    source: isVirtual ? null : request.source,
    compute_ms: 1.5,
    transport: "comm",
  };
  return { content, payload: pixels };
}

/** A model like anywidget's, with the made-up kernel behind it. */
export class PlaygroundModel {
  constructor(overrides = {}) {
    this.values = { ...structuredClone(state), ...overrides };
    this.listeners = {};
  }
  get(key) {
    return this.values[key];
  }
  set(key, value) {
    this.values[key] = value;
    this.emit(`change:${key}`);
  }
  save_changes() {}
  on(event, callback) {
    this.listeners[event] ??= new Set();
    this.listeners[event].add(callback);
  }
  off(event, callback) {
    this.listeners[event]?.delete(callback);
  }
  emit(event, ...args) {
    for (const callback of this.listeners[event] ?? []) callback(...args);
  }
  send(request) {
    if (request.kind === "fit_centre") {
      const [row, col] = centre;
      return void setTimeout(() =>
        this.emit("msg:custom", { kind: "centre", seq: request.seq, row, col, radius: disk }, []),
      );
    }
    if (request.kind !== "virtual" && request.kind !== "pattern") return;
    setTimeout(() => {
      const { content, payload } = answer(request);
      this.emit("msg:custom", content, [new DataView(payload.slice().buffer)]);
    }, 4);
  }
}
