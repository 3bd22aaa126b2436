export { analyze } from "./analyze.ts";
export { displayHistogram } from "./histogram.ts";
export { lutNames, lutTable } from "./luts.ts";
export { paint } from "./paint.ts";
export { percentileRange } from "./percentile.ts";
export type { Frame, Pixels, Scale, Statistics, Transfer, Viewport } from "./types.ts";
export { ready, type Twin, useTwin } from "./wasm.ts";
