import type { Transfer } from "./types.ts";

/** The curve f of a transfer and its inverse. f never falls, which is what makes thresholds possible. */
interface Curve {
  f(v: number): number;
  inverse(y: number): number;
}

function curveOf({ scale, gamma, low }: Transfer): Curve {
  switch (scale) {
    case "linear":
      return { f: (v) => v, inverse: (y) => y };
    case "log": {
      // Counts from 0 upwards keep their steps at the low end; a window that starts below 0 is moved up to it.
      const base = Math.min(low, 0);
      return { f: (v) => Math.log(1 + Math.max(v - base, 0)), inverse: (y) => Math.exp(y) - 1 + base };
    }
    case "sqrt":
      return { f: (v) => Math.sqrt(Math.max(v, 0)), inverse: (y) => y * y };
    case "power":
      return { f: (v) => Math.max(v, 0) ** gamma, inverse: (y) => Math.max(y, 0) ** (1 / gamma) };
  }
}

/** The table index 0..255 of one value: the rule of protocol/IMAGE.md, before `invert`; NaN gives 0. */
export type IndexRule = (v: number) => number;

/** The rule, and where it should step from k - 1 to k. */
export interface Rule {
  index: IndexRule;
  /** About the smallest value with an index of at least k; only a starting point for a search. */
  guess(k: number): number;
}

export function ruleOf(transfer: Transfer): Rule {
  const { low, high } = transfer;
  const { f, inverse } = curveOf(transfer);
  const start = f(low);
  const span = f(high) - start;
  if (!(high > low && span > 0 && span < Infinity)) {
    return { index: (v) => (v >= low ? 255 : 0), guess: () => low };
  }
  const index = (v: number): number => {
    const i = Math.floor((256 * (f(v) - start)) / span);
    return i > 0 ? Math.min(i, 255) : 0;
  };
  return { index, guess: (k) => inverse(start + (k / 256) * span) };
}
