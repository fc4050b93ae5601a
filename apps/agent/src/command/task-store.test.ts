import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Command } from "@v-available/domain/command";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Task, TaskStore } from "./task-store";

const stop: Command = { kind: "vm.stop", vmRef: "vm-1" };
const task: Task = {
  command: stop,
  vmRef: "vm-1",
  startedAtMs: 1_000,
  endedAtMs: null,
  observed: { key: "key-1", state: "running", step: "stop", progressRatio: 0, etaAtMs: null, refusal: null },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "task-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("knows a key over restarts, and refuses it for another command", async () => {
  await (await TaskStore.open(folder, 0)).put(task);
  const store = await TaskStore.open(folder, 0);
  expect(store.find("key-1", stop)?.observed.state).toBe("running");
  expect(store.find("key-2", stop)).toBeNull();
  expect(() => store.find("key-1", { kind: "vm.start", vmRef: "vm-1" })).toThrow("belongs to another command");
});

it("ends a task once, and forgets it a day later", async () => {
  const store = await TaskStore.open(folder, 0);
  await store.put(task);
  await store.end("key-1", 2_000, "succeeded");
  await store.end("key-1", 3_000, { code: "failed", message: "Too late." });
  expect(store.shown(2_500)).toMatchObject([{ state: "succeeded", progressRatio: 1, refusal: null }]);
  expect(store.shown(100_000)).toEqual([]);
  expect(store.running()).toEqual([]);
  expect((await TaskStore.open(folder, 50_000)).find("key-1", stop)).not.toBeNull();
  expect((await TaskStore.open(folder, 2_000 + 24 * 3_600_001)).find("key-1", stop)).toBeNull();
});

it("leaves nothing of a refused command", async () => {
  const store = await TaskStore.open(folder, 0);
  await store.put(task);
  await store.remove("key-1");
  expect((await TaskStore.open(folder, 0)).find("key-1", stop)).toBeNull();
});
