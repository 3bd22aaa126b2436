import type { Model } from "./model";

export type PanelName = "virtual" | "diffraction";
export const panelNames: readonly PanelName[] = ["diffraction", "virtual"];

export type DetectorKind = "point" | "disk" | "annulus";

/** A detector in pixels of the diffraction pattern; pixel centres lie at whole numbers. */
export interface Detector {
  kind: DetectorKind;
  row: number;
  col: number;
  inner: number;
  outer: number;
}

export type ScaleName = "linear" | "log" | "sqrt" | "power";

/** How one panel is shown. `low` and `high` are data values; `auto` holds percentiles and wins while it is set. */
export interface Display {
  lut: string;
  scale: ScaleName;
  gamma: number;
  low: number | null;
  high: number | null;
  auto: [number, number] | null;
  invert: boolean;
}

export interface Shape {
  frames: number;
  scan: [number, number];
  detector: [number, number];
}

export interface Calibration {
  mrad_per_pixel: number | null;
  scan_step_A: number | null;
  centre: [number, number] | null;
  semiangle_mrad: number | null;
}

export interface Preset {
  name: string;
  detector: Detector;
}

export type PatternSource = "probe" | "sum";
export type Phase = "loading" | "live" | "freed" | "error";

/** The state of Show4DSTEM as `protocol/README.md` lists it. */
export interface State {
  title: string;
  shape: Shape;
  dtype: string;
  bytes: number;
  device: string;
  calibration: Calibration;
  frame_labels: string[];
  presets: Preset[];
  detector: Detector;
  probe: [number, number];
  frame: number;
  pattern_source: PatternSource;
  display: Record<PanelName, Display>;
  status: Phase;
  message: string;
  progress: number | null;
}

export const defaultDisplay = (lut: string, scale: ScaleName): Display => ({
  lut,
  scale,
  gamma: 0.5,
  low: null,
  high: null,
  auto: [0.5, 99.5],
  invert: false,
});

const defaults: State = {
  title: "Show4DSTEM",
  shape: { frames: 1, scan: [0, 0], detector: [0, 0] },
  dtype: "",
  bytes: 0,
  device: "",
  calibration: { mrad_per_pixel: null, scan_step_A: null, centre: null, semiangle_mrad: null },
  frame_labels: [],
  presets: [],
  detector: { kind: "disk", row: 0, col: 0, inner: 0, outer: 1 },
  probe: [0, 0],
  frame: 0,
  pattern_source: "probe",
  display: { diffraction: defaultDisplay("inferno", "log"), virtual: defaultDisplay("gray", "linear") },
  status: "live",
  message: "",
  progress: null,
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value of the model over its default: objects key by key, so that an older or partial state still shows. */
function merge<T>(value: unknown, fallback: T): T {
  if (value === undefined || (value === null && fallback !== null)) return fallback;
  if (!isRecord(fallback) || !isRecord(value)) return value as T;
  const out: Record<string, unknown> = { ...value };
  for (const [key, standard] of Object.entries(fallback)) out[key] = merge(value[key], standard);
  return out as T;
}

/** One key of a model, with what is missing filled in. */
export function readOr<T>(model: Model, key: string, fallback: T): T {
  return merge(model.get(key), fallback);
}

/** One key of Show4DSTEM's state. */
export function readKey<K extends keyof State>(model: Model, key: K): State[K] {
  return readOr(model, key, defaults[key]);
}

export const sameValue = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => sameValue((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
};
