"use client";
import type { TaskView } from "@v-available/api/view/task";
import { useSyncExternalStore } from "react";
import { tell } from "../../../client/api";
import { refusalOf } from "../../../client/refusal";
import { newTaskKey } from "../../../view/task-key";
import { type BulkItem, type BulkRun, BulkRunner } from "./bulk-run";

const KEY = "v-available.bulk";
/** Left for longer than this, the fleet may be another by now: it does not go on by itself. */
const GOES_ON_MS = 5 * 60_000;

interface Kept {
  readonly atMs: number;
  readonly run: BulkRun;
}

/** Of this tab, over reloads. Storage may be forbidden; it then lasts as long as the document. */
function keptRun(): BulkRun | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Kept | null;
    return kept && { ...kept.run, isPaused: kept.run.isPaused || Date.now() - kept.atMs > GOES_ON_MS };
  } catch {
    return null;
  }
}

function keep(run: BulkRun | null): void {
  try {
    if (run === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify({ atMs: Date.now(), run } satisfies Kept));
  } catch {
    // As above.
  }
}

async function askFor({ machineId, ask, taskKey }: BulkItem): Promise<TaskView | null> {
  switch (ask.verb) {
    case "start":
    case "stop":
      return (await tell(`machine.${ask.verb}`, { machineId, taskKey })) as TaskView;
    case "switchActive":
      return (await tell("machine.switchActive", { machineId, to: ask.to, taskKey })) as TaskView;
    case "protect":
      return (await tell("machine.protect", { machineId, protection: ask.protection, taskKey })) as TaskView;
    case "assign":
      await tell("policy.assign", { policyId: ask.policyId, by: { kind: "machine", machineId } });
      return null;
    case "label":
      await tell("policy.label", { machineId, labels: ask.labels });
      return null;
  }
}

let runner: BulkRunner | null = null;

/** The one of this tab. */
export function thisRun(): BulkRunner {
  runner ??= new BulkRunner(
    {
      ask: askFor,
      refusal: (error) => {
        const refusal = refusalOf(error);
        return refusal && [refusal.message, refusal.remedy].filter(Boolean).join(" ");
      },
      newKey: newTaskKey,
      nowMs: Date.now,
      pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      keep,
    },
    keptRun(),
  );
  return runner;
}

export const useBulkRun = (): BulkRun | null =>
  useSyncExternalStore(
    (listener) => thisRun().subscribe(listener),
    () => thisRun().run,
    () => null,
  );
