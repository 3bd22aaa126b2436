import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Client, minReplyBytes } from "../../src/wire/client.ts";
import type { Detector } from "../../src/wire/state.ts";
import { FakeModel } from "../fake.ts";

const detector: Detector = { kind: "disk", row: 1, col: 2, inner: 0, outer: 3 };
let model: FakeModel;
let client: Client;
let shown: number[];

const ask = (outer: number): void => client.askVirtual({ frame: 0, detector: { ...detector, outer } });

beforeEach(() => {
  vi.useFakeTimers();
  model = new FakeModel();
  client = new Client(model, "localhost");
  shown = [];
  client.onFrame = ({ content }) => shown.push(content.seq);
});

afterEach(() => {
  client.reset();
  vi.useRealTimers();
});

test.each([
  ["localhost", 65536],
  ["127.0.0.1", 65536],
  ["127.1.2.3", 65536],
  ["[::1]", 65536],
  ["hub.example.org", 0],
  ["127.0.0.1.example.org", 0],
  ["", 0],
])("a page of host %s asks for replies of at least %d bytes", (host, bytes) => {
  expect(minReplyBytes(host)).toBe(bytes);
});

test("a request carries what the protocol lists and nothing else", () => {
  ask(3);
  client.askPattern({ frame: 1, row: 2, col: 5, source: "sum" });
  expect(model.sent).toEqual([
    { kind: "virtual", seq: 1, frame: 0, detector, minReplyBytes: 65536, gesture: true },
    { kind: "pattern", seq: 1, frame: 1, row: 2, col: 5, source: "sum", minReplyBytes: 65536, gesture: true },
  ]);
});

test("the panels count and hold their credits apart", () => {
  ask(1);
  ask(2);
  ask(3);
  client.askPattern({ frame: 0, row: 0, col: 0, source: "probe" });
  expect(model.requests("virtual").map(({ seq }) => seq)).toEqual([1, 2]);
  expect(model.requests("pattern").map(({ seq }) => seq)).toEqual([1]);
});

test("a frame older than the newest is not shown", () => {
  ask(1);
  ask(2);
  const [first, second] = model.requests("virtual");
  model.answer(second!);
  model.answer(first!);
  expect(shown).toEqual([2]);
});

test("an error returns the credit, tells its sentence, and the next good frame takes it away", () => {
  for (const outer of [1, 2, 3]) ask(outer);
  model.reply({ kind: "error", panel: "virtual", seq: 1, message: "The stack is gone." });
  expect(client.error.value).toBe("The stack is gone.");
  expect(model.requests("virtual")).toHaveLength(3);
  model.answer(model.requests("virtual")[2]!);
  expect(client.error.value).toBe("");
});

test("an error without panel and number returns all credits", () => {
  for (const outer of [1, 2, 3]) ask(outer);
  model.reply({ kind: "error", panel: null, seq: null, message: "Out of memory." });
  expect(model.requests("virtual").map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

test("a payload of the wrong length becomes a sentence, returns the credit and shows nothing", () => {
  for (const outer of [1, 2, 3]) ask(outer);
  model.answer(model.sent[0]!, { shape: [8, 9] });
  expect(client.error.value).toMatch(/256 bytes .* 8 × 9 u32, which has 288/);
  expect(shown).toEqual([]);
  expect(model.requests("virtual")).toHaveLength(3);
});

test("lost answers are asked for again after three seconds, the newest wish only", () => {
  for (const outer of [1, 2, 9]) ask(outer);
  vi.advanceTimersByTime(2900);
  expect(model.requests("virtual")).toHaveLength(2);
  vi.advanceTimersByTime(300);
  expect(model.requests("virtual")).toHaveLength(3);
  expect(model.requests("virtual")[2]).toMatchObject({ seq: 3, detector: { outer: 9 } });
});

test("the waiting time grows through repeated silences and ends with the answer", () => {
  ask(1);
  vi.advanceTimersByTime(500);
  expect(client.waiting.value).toBeGreaterThan(400);
  vi.advanceTimersByTime(4000);
  expect(client.waiting.value).toBeGreaterThan(4000);
  model.answer(model.sent.at(-1)!);
  expect(client.waiting.value).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

test("several silences in a row mean that nobody listens, until somebody answers", () => {
  ask(1);
  vi.advanceTimersByTime(7000);
  expect(client.gone.value).toBe(true);
  model.answer(model.sent.at(-1)!);
  expect(client.gone.value).toBe(false);
});

test("the exact value comes as text for its own question only", async () => {
  const first = client.askValue({ panel: "virtual", frame: 0, row: 1, col: 1, detector });
  const second = client.askValue({ panel: "virtual", frame: 0, row: 2, col: 1, detector });
  const [a, b] = model.requests("value");
  model.reply({ kind: "value", seq: a!.seq, panel: "virtual", row: 1, col: 1, value: "1" });
  model.reply({ kind: "value", seq: b!.seq, panel: "virtual", row: 2, col: 1, value: "123456789012" });
  expect(await first).toBeNull();
  expect(await second).toBe("123456789012");
});

test("messages of other kinds and broken ones are left alone", () => {
  ask(1);
  for (const content of [null, "frame", { kind: "custom" }, { kind: "frame", panel: "other", seq: 1 }]) {
    model.reply(content);
  }
  expect(shown).toEqual([]);
});
