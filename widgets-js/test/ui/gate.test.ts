import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FrameGate } from "../../src/ui/gate";

let callbacks: (() => void)[] = [];

/** The browser makes a frame. */
function frame(): void {
  const now = callbacks;
  callbacks = [];
  for (const callback of now) callback();
}

beforeEach(() => {
  callbacks = [];
  vi.stubGlobal("requestAnimationFrame", (callback: () => void) => callbacks.push(callback));
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test("the first request between two frames runs at once, later ones together in the next frame", () => {
  const job = vi.fn();
  const gate = new FrameGate(job);
  gate.request();
  expect(job).toHaveBeenCalledTimes(1);
  gate.request();
  gate.request();
  expect(job).toHaveBeenCalledTimes(1);
  frame();
  expect(job).toHaveBeenCalledTimes(2);
});

test("a run inside a frame does not make the next answer wait for another one", () => {
  const job = vi.fn();
  const gate = new FrameGate(job);
  gate.request();
  gate.request();
  frame();
  gate.request();
  expect(job).toHaveBeenCalledTimes(3);
});

test("nothing runs after the end", () => {
  const job = vi.fn();
  const gate = new FrameGate(job);
  gate.request();
  gate.request();
  gate.close();
  frame();
  gate.request();
  expect(job).toHaveBeenCalledTimes(1);
});
