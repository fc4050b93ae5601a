import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { TASK_KEPT_MS } from "@v-available/domain/agent-wire";
import type { PairCommand } from "@v-available/domain/command";
import type { Protection } from "@v-available/domain/level";
import type { ObservedTask } from "@v-available/domain/observed";
import { Refusal, type RefusalDetail } from "@v-available/domain/refusal";
import { syncFolder, writeDurably } from "../store/durable-file";

export interface Task {
  readonly command: PairCommand;
  /** Null where it is about this host. */
  readonly vmRef: string | null;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly observed: ObservedTask;
  /** Of a change of level: what the machine returns to where that fails. Absent in tasks that did not note it. */
  readonly before?: Protection;
}

/** Keys stay taken for a day after the end. */
const REMEMBERED_MS = 24 * 3_600_000;

/** What this host was asked to do, by the caller's keys: durable, so that a key is carried out at most once. */
export class TaskStore {
  readonly #folder: string;
  readonly #tasks: Map<string, Task>;

  private constructor(folder: string, tasks: Map<string, Task>) {
    this.#folder = folder;
    this.#tasks = tasks;
  }

  static async open(stateDirectory: string, nowMs: number): Promise<TaskStore> {
    const folder = path.join(stateDirectory, "task");
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await syncFolder(stateDirectory);
    const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
    const store = new TaskStore(folder, new Map());
    for (const name of names) {
      const task = JSON.parse(await readFile(path.join(folder, name), "utf8")) as Task;
      if (task.endedAtMs !== null && nowMs - task.endedAtMs > REMEMBERED_MS) await rm(path.join(folder, name));
      else store.#tasks.set(task.observed.key, task);
    }
    return store;
  }

  /** @throws Refusal conflict when the key belongs to another command */
  find(key: string, command: PairCommand): Task | null {
    const task = this.#tasks.get(key);
    if (!task) return null;
    if (JSON.stringify(task.command) !== JSON.stringify(command))
      throw new Refusal({
        code: "conflict",
        message: `The key ${key} belongs to another command.`,
        field: "taskKey",
        value: key,
        limit: "one command a key",
        remedy: "Use a new key for a new command.",
      });
    return task;
  }

  /** Durable when fulfilled. */
  async put(task: Task): Promise<void> {
    this.#tasks.set(task.observed.key, task);
    await writeDurably(this.#file(task.observed.key), task);
  }
  /** Progress is not worth a flush: after a crash it is found out again. */
  note(key: string, observed: Partial<ObservedTask>): void {
    const task = this.#tasks.get(key);
    if (task) this.#tasks.set(key, { ...task, observed: { ...task.observed, ...observed } });
  }
  async end(key: string, nowMs: number, outcome: "succeeded" | RefusalDetail): Promise<void> {
    const task = this.#tasks.get(key);
    if (!task || task.endedAtMs !== null) return;
    const ended: Partial<ObservedTask> =
      outcome === "succeeded"
        ? { state: "succeeded", step: "", progressRatio: 1, etaAtMs: null }
        : { state: "failed", step: "", etaAtMs: null, refusal: outcome as ObservedTask["refusal"] };
    await this.put({ ...task, endedAtMs: nowMs, observed: { ...task.observed, ...ended } });
  }
  /** A command that was refused leaves no task. */
  async remove(key: string): Promise<void> {
    this.#tasks.delete(key);
    await rm(this.#file(key), { force: true });
    await syncFolder(this.#folder);
  }

  running(): Task[] {
    return [...this.#tasks.values()].filter((task) => task.endedAtMs === null);
  }
  /** Those that run, and those that ended not long ago. */
  shown(nowMs: number): ObservedTask[] {
    return [...this.#tasks.values()]
      .filter((task) => task.endedAtMs === null || nowMs - task.endedAtMs <= TASK_KEPT_MS)
      .map((task) => task.observed);
  }

  #file = (key: string): string =>
    path.join(this.#folder, `${createHash("sha256").update(key).digest("hex").slice(0, 32)}.json`);
}
