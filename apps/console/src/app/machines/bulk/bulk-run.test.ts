import type { BulkRow } from "@v-available/api/view/bulk";
import type { TaskView } from "@v-available/api/view/task";
import { expect, it } from "vitest";
import { type BulkDoing, type BulkItem, type BulkRun, BulkRunner, countsOf } from "./bulk-run";

const row = (name: string): BulkRow => ({
  machineId: name,
  name,
  pair: { id: "p", name: "lit" },
  site: { id: "s", name: "Littleton" },
  before: "on",
  after: "off",
  ask: { verb: "stop" },
  refusedBecause: null,
});
const task = (taskKey: string, more: Partial<TaskView> = {}): TaskView =>
  ({ taskKey, state: "running", step: "stopping", refusal: null, ...more }) as TaskView;

/** Each ask is answered by hand. */
function doing() {
  const asked: { item: BulkItem; answer: (task: TaskView | null) => void; fail: (error: unknown) => void }[] = [];
  const pauses: (() => void)[] = [];
  let kept: BulkRun | null = null;
  let keys = 0;
  const by: BulkDoing = {
    ask: (item) => new Promise((answer, fail) => asked.push({ item, answer, fail })),
    refusal: (error) => (error instanceof Error ? null : String(error)),
    newKey: () => `key-${++keys}`,
    nowMs: () => 0,
    pause: () => new Promise((resolve) => pauses.push(resolve)),
    keep: (run) => {
      kept = run;
    },
  };
  return { by, asked, pauses, kept: () => kept };
}
const settle = () => new Promise((resolve) => setTimeout(resolve));
const standings = (runner: BulkRunner) => runner.run?.items.map(({ standing }) => standing.is).join(" ");
const six = ["a", "b", "c", "d", "e", "f"].map(row);

it("asks for a few at a time, and says of each what came of it", async () => {
  const { by, asked } = doing();
  const runner = new BulkRunner(by);
  runner.begin("Stop 6 machines", six);
  expect(standings(runner)).toBe("asking asking asking asking waiting waiting");
  asked[0]?.answer(task("key-1"));
  asked[1]?.fail("b was not stopped. It is off already.");
  asked[2]?.answer(null);
  await settle();
  expect(standings(runner)).toBe("begun refused done asking asking asking");
  runner.hear([
    task("key-1", { state: "failed", refusal: { code: "blocked", message: "It hangs.", remedy: "Wait." } }),
  ]);
  expect(runner.run?.items[0]?.standing).toEqual({ is: "failed", because: "It hangs. Wait." });
  expect(runner.run && countsOf(runner.run)).toMatchObject({ all: 6, failed: 1, refused: 1, done: 1, waiting: 3 });
});

it("calls off what has not begun, and nothing else", async () => {
  const { by, asked } = doing();
  const runner = new BulkRunner(by);
  runner.begin("Stop 6 machines", six);
  runner.callOff();
  for (const [at, { answer }] of asked.entries()) answer(task(`key-${at + 1}`));
  await settle();
  expect(asked).toHaveLength(4);
  expect(standings(runner)).toBe("begun begun begun begun called-off called-off");
});

it("asks again with the same key where nobody answered", async () => {
  const { by, asked, pauses } = doing();
  const runner = new BulkRunner(by);
  runner.begin("Stop a machine", [row("a")]);
  asked[0]?.fail(new Error("silence"));
  await settle();
  expect(runner.run?.silence).toMatch(/does not answer/);
  pauses[0]?.();
  await settle();
  expect(asked.map(({ item }) => item.taskKey)).toEqual(["key-1", "key-1"]);
  asked[1]?.answer(task("key-1"));
  await settle();
  expect(runner.run?.silence).toBeNull();
});

it("goes on after a reload with what was not answered, by the same keys", async () => {
  const before = doing();
  const left = new BulkRunner(before.by);
  left.begin("Stop 6 machines", six);
  before.asked[0]?.answer(task("key-1"));
  await settle();
  const after = doing();
  const runner = new BulkRunner(after.by, before.kept());
  expect(after.asked.map(({ item }) => item.taskKey)).toEqual(["key-2", "key-3", "key-4", "key-5"]);
  expect(standings(runner)).toBe("begun asking asking asking asking waiting");
});

it("waits for a word where it was left too long, and is out of sight once it is dismissed", async () => {
  const { by, asked, kept } = doing();
  const item = { machineId: "a", name: "a", ask: { verb: "stop" }, taskKey: "k", standing: { is: "waiting" } } as const;
  const runner = new BulkRunner(by, { title: "Stop a", begunAtMs: 0, items: [item], isPaused: true, silence: null });
  expect(asked).toHaveLength(0);
  runner.resume();
  expect(asked).toHaveLength(1);
  runner.dismiss();
  expect(kept()).toBeNull();
});
