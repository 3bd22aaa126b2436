import { beforeEach, expect, test } from "vitest";
import { PanelQueue } from "../../src/wire/queue.ts";

let posted: [number, string][];
let queue: PanelQueue<string>;

beforeEach(() => {
  posted = [];
  queue = new PanelQueue((seq, wish) => posted.push([seq, wish]));
});

test("two requests go out at once and a third waits for a credit", () => {
  for (const wish of ["a", "b", "c"]) queue.ask(wish, 0);
  expect(posted).toEqual([
    [1, "a"],
    [2, "b"],
  ]);
  queue.settle(1, 5);
  expect(posted[2]).toEqual([3, "c"]);
});

test("of the wishes made while both credits are out only the newest is sent", () => {
  for (const wish of ["a", "b", "c", "d", "e"]) queue.ask(wish, 0);
  queue.settle(1, 5);
  queue.settle(2, 6);
  expect(posted.map(([, wish]) => wish)).toEqual(["a", "b", "e"]);
});

test("an answer returns the credits of all requests up to its number", () => {
  queue.ask("a", 0);
  queue.ask("b", 0);
  queue.settle(2, 5);
  expect(queue.outstanding).toBe(0);
});

test("an answer tells when its request was sent and when its event happened", () => {
  queue.ask("a", 10, 7);
  expect(queue.settle(1, 30)).toMatchObject({ wish: "a", sent: 10, event: 7 });
});

test("a frame older than the newest shown one is refused", () => {
  expect(queue.accept(5)).toBe(true);
  expect(queue.accept(4)).toBe(false);
  expect(queue.accept(5)).toBe(false);
});

test("numbers go on above a frame that another page asked for", () => {
  queue.accept(40);
  queue.ask("a", 0);
  expect(posted[0]).toEqual([41, "a"]);
});

test("after three seconds of silence the newest wish is sent again with a new number", () => {
  for (const wish of ["a", "b", "c"]) queue.ask(wish, 0);
  expect(queue.recover(2999)).toBe(false);
  expect(queue.recover(3000)).toBe(true);
  expect(posted[2]).toEqual([3, "c"]);
  expect(queue.outstanding).toBe(1);
});

test("any answer starts the silence anew", () => {
  queue.ask("a", 0);
  queue.ask("b", 0);
  queue.settle(1, 2000);
  expect(queue.recover(4000)).toBe(false);
  expect(queue.recover(5000)).toBe(true);
});

test("a late answer to a request that was given up still counts while nothing newer is shown", () => {
  queue.ask("a", 0);
  queue.recover(3000);
  expect(queue.accept(1)).toBe(true);
});
