import { floatOf, keyOf } from "./floats.ts";
import type { Rule } from "./transfer.ts";

/** The values a pixel type can take, as an ascending row of whole numbers. */
export interface Domain {
  first: number;
  last: number;
  value(key: number): number;
  key(value: number): number;
}

export const float32Domain: Domain = {
  first: keyOf(-Infinity),
  last: keyOf(Infinity),
  value: floatOf,
  key: keyOf,
};

/** The domain of the unsigned whole numbers 0..last. */
export function integerDomain(last: number): Domain {
  return { first: 0, last, value: (key) => key, key: (value) => Math.round(value) };
}

/** Where the colour changes: from `values[i]` on, up to the next one, the index is `indices[i]`; below them it is 0. */
export interface Steps {
  values: number[];
  indices: number[];
}

/**
 * Finds every value at which the index steps up, by asking the rule itself: a table made from these steps gives what
 * the rule gives for every value, rounding included.
 */
export function stepsOf(rule: Rule, domain: Domain): Steps {
  const values: number[] = [];
  const indices: number[] = [];
  for (let k = 1; k < 256; ) {
    const key = firstKey(rule, domain, k);
    if (key > domain.last) break;
    const value = domain.value(key);
    const index = rule.index(value);
    values.push(value);
    indices.push(index);
    k = Math.max(k, index) + 1;
  }
  return { values, indices };
}

/** The first key whose index is at least k, or last + 1: gallops from the guess, then halves the interval. */
function firstKey(rule: Rule, domain: Domain, k: number): number {
  const reaches = (key: number): boolean => rule.index(domain.value(key)) >= k;
  const guess = domain.key(rule.guess(k));
  let high = Number.isNaN(guess) ? domain.first : Math.min(Math.max(guess, domain.first), domain.last);
  let low = high;
  if (reaches(high)) {
    for (let step = 1; ; step *= 2) {
      if (high === domain.first) return high;
      low = Math.max(high - step, domain.first);
      if (!reaches(low)) break;
      high = low;
    }
  } else {
    for (let step = 1; ; step *= 2) {
      if (low === domain.last) return domain.last + 1;
      high = Math.min(low + step, domain.last);
      if (reaches(high)) break;
      low = high;
    }
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reaches(middle)) high = middle;
    else low = middle;
  }
  return high;
}
