import { describe } from "vitest";
import { type Twin, useTwin } from "../../src/image/index.ts";

/** Runs the tests once per twin; both must keep every promise. */
export function eachTwin(title: string, tests: (twin: Twin) => void): void {
  describe.each<Twin>(["js", "wasm"])(`${title} (%s)`, (twin) => {
    tests(twin);
  });
}

/** Calls `action` with one twin in use, and gives the choice back afterwards. */
export function using<T>(twin: Twin, action: () => T): T {
  useTwin(twin);
  try {
    return action();
  } finally {
    useTwin(null);
  }
}
