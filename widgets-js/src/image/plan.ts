import { type Buckets, bucketsOf } from "./buckets.ts";
import { badColour, palette } from "./luts.ts";
import { float32Domain, integerDomain, stepsOf } from "./steps.ts";
import { type IndexRule, ruleOf } from "./transfer.ts";
import type { Pixels, Transfer } from "./types.ts";

/** A transfer made ready for one pixel type: a colour for every value of u8 and u16, buckets for wider samples. */
export interface Plan {
  /** Colours by value; u8 and u16 only. */
  direct: Uint32Array | null;
  /** Null for u8 and u16, and where no table keeps the steps apart: then the rule itself is asked. */
  buckets: Buckets | null;
  index: IndexRule;
  colours: Uint32Array;
  bad: number;
}

/** Two panels and their neighbours in a gesture; a plan takes 0.1 ms to make and 50 to 260 kB to keep. */
const kept = 4;
const plans = new Map<string, Plan>();

/** The plan of a transfer, from the last few or new. */
export function planOf(transfer: Transfer, pixels: Pixels): Plan {
  const { lut, scale, gamma, low, high, invert } = transfer;
  const key = [lut, scale, gamma, low, high, invert, pixels.constructor.name].join();
  const plan = plans.get(key) ?? makePlan(transfer, pixels);
  plans.delete(key);
  plans.set(key, plan);
  if (plans.size > kept) plans.delete(plans.keys().next().value!);
  return plan;
}

function makePlan(transfer: Transfer, pixels: Pixels): Plan {
  const rule = ruleOf(transfer);
  const colours = palette(transfer.lut, transfer.invert);
  const plan: Plan = { direct: null, buckets: null, index: rule.index, colours, bad: badColour(transfer.lut) };
  if (pixels instanceof Uint8Array || pixels instanceof Uint16Array) {
    const size = 256 ** pixels.BYTES_PER_ELEMENT;
    plan.direct = new Uint32Array(size).fill(colours[rule.index(0)]!);
    const { values, indices } = stepsOf(rule, integerDomain(size - 1));
    values.forEach((value, i) => {
      plan.direct!.fill(colours[indices[i]!]!, value, values[i + 1] ?? size);
    });
    return plan;
  }
  const whole = pixels instanceof Uint32Array;
  const steps = stepsOf(rule, whole ? integerDomain(0xffffffff) : float32Domain);
  const base = transfer.scale === "log" ? Math.min(transfer.low, 0) : 0;
  plan.buckets = bucketsOf(steps, colours, base, whole);
  return plan;
}
