import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Invalidation } from "./invalidation";

/** A query of the API under observation, whose answers are given by hand. */
function watched(client: QueryClient, path: string, input?: object) {
  const answers: (() => void)[] = [];
  let asked = 0;
  const observer = new QueryObserver(client, {
    queryKey: [path.split("."), { input, type: "query" }],
    queryFn: () => {
      asked++;
      return new Promise((resolve) => answers.push(() => resolve(asked)));
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  const stop = observer.subscribe(() => {});
  return {
    asked: () => asked,
    answer: async () => {
      answers.shift()?.();
      await vi.advanceTimersByTimeAsync(0);
    },
    stop,
  };
}

const page = { visibilityState: "visible" };
let client: QueryClient;
let invalidation: Invalidation;
const frame = () => vi.advanceTimersByTimeAsync(16);
const state = (kind: "vm" | "alarm" | "task") => ({ kind, id: "x", what: "state" }) as const;
const measure = (kind: "vm") => ({ kind, id: "x", what: "measure" }) as const;

beforeEach(() => {
  vi.useFakeTimers();
  page.visibilityState = "visible";
  vi.stubGlobal("document", page);
  vi.stubGlobal("requestAnimationFrame", (call: () => void) => setTimeout(call, 16));
  vi.stubGlobal("cancelAnimationFrame", clearTimeout);
  client = new QueryClient();
  invalidation = new Invalidation(client);
});
afterEach(() => {
  invalidation.stop();
  client.clear();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("what a page shows is refetched once a frame, what it does not show is left alone", async () => {
  const machines = watched(client, "machine.list");
  const tasks = watched(client, "task.list");
  await machines.answer();
  await tasks.answer();
  invalidation.touch([state("vm")]);
  invalidation.touch([state("vm"), state("alarm")]);
  await frame();
  expect([machines.asked(), tasks.asked()]).toEqual([2, 1]);
});

test("a change during a refetch is answered by one more after it, and only one", async () => {
  const machines = watched(client, "machine.list");
  await machines.answer();
  invalidation.touch([state("vm")]);
  await frame();
  for (let i = 0; i < 3; i++) {
    invalidation.touch([state("vm")]);
    await frame();
  }
  expect(machines.asked()).toBe(2);
  await machines.answer();
  expect(machines.asked()).toBe(3);
  await machines.answer();
  expect(machines.asked()).toBe(3);
});

test("a first read that was under way before the change is asked again after it", async () => {
  const machines = watched(client, "machine.list");
  invalidation.touch([state("vm")]);
  await frame();
  expect(machines.asked()).toBe(1);
  await machines.answer();
  expect(machines.asked()).toBe(2);
});

test("figures that only moved wait a second", async () => {
  const machines = watched(client, "machine.list");
  await machines.answer();
  invalidation.touch([measure("vm")]);
  await vi.advanceTimersByTimeAsync(900);
  expect(machines.asked()).toBe(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(machines.asked()).toBe(2);
});

test("a hidden tab waits until it is seen", async () => {
  const machines = watched(client, "machine.list");
  await machines.answer();
  page.visibilityState = "hidden";
  invalidation.touch([state("vm")]);
  await frame();
  expect(machines.asked()).toBe(1);
  page.visibilityState = "visible";
  invalidation.resume();
  await frame();
  expect(machines.asked()).toBe(2);
});

test("a page that is closed only learns that it is old", async () => {
  const machines = watched(client, "machine.list");
  await machines.answer();
  machines.stop();
  invalidation.touch([state("vm")]);
  await frame();
  expect(machines.asked()).toBe(1);
  expect(client.getQueryCache().getAll()[0]?.state.isInvalidated).toBe(true);
});

test("an answer to what-if follows a state at once, and figures that only moved ten seconds after it was given", async () => {
  const room = watched(client, "pair.room");
  const pair = watched(client, "pair.get");
  await room.answer();
  await pair.answer();
  const move = async () => {
    invalidation.touch([measure("vm")]);
    await vi.advanceTimersByTimeAsync(1_000);
    await frame();
    await pair.answer();
  };
  await move();
  expect([room.asked(), pair.asked()]).toEqual([1, 2]);
  await vi.advanceTimersByTimeAsync(9_000);
  await move();
  expect([room.asked(), pair.asked()]).toEqual([2, 3]);
  await room.answer();
  invalidation.touch([state("vm")]);
  await frame();
  expect([room.asked(), pair.asked()]).toEqual([3, 4]);
});
