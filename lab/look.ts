import type { Command } from "@v-available/domain/command";
import type { Observed, ObservedTask, ObservedVm } from "@v-available/domain/observed";
import type { Observation } from "@v-available/orchestrator/observation";
import { openQemuOrchestrator } from "@v-available/orchestrator-qemu/open";
import { qemuConfigFile } from "./agent-setup";
import type { LabSettings } from "./settings";

/** What the hosts say, through the same adapter that the console uses. */
export async function look(lab: LabSettings): Promise<Observed[]> {
  const observed = await watchUntil(lab, (observation) =>
    observation.type === "snapshot" ? observation.entities : null,
  );
  return observed ?? [];
}

export async function machineNamed(lab: LabSettings, name: string): Promise<ObservedVm | null> {
  const vms = (await look(lab)).filter((entity) => entity.kind === "vm");
  return vms.find((vm) => vm.name === name) ?? null;
}

/** Asks for something and waits until the task has ended. @throws Refusal, or Error with the task's own refusal */
export async function carryOut(lab: LabSettings, command: Command, taskKey: string, limitMs: number): Promise<void> {
  const orchestrator = await openQemuOrchestrator(qemuConfigFile(lab));
  const deadline = AbortSignal.timeout(limitMs);
  const hasEnded = (task: ObservedTask) => {
    if (task.key !== taskKey || task.state === "running") return false;
    if (task.state !== "succeeded") throw new Error(task.refusal?.message ?? `The task ${task.state}.`);
    return true;
  };
  try {
    if (hasEnded(await orchestrator.execute(command, taskKey))) return;
    for await (const { tasks } of orchestrator.observe({ signal: deadline })) if (tasks.some(hasEnded)) return;
    throw new Error(`${command.kind} did not end in ${limitMs / 1000} s.`);
  } finally {
    await orchestrator.close();
  }
}

async function watchUntil<T>(lab: LabSettings, take: (observation: Observation) => T | null): Promise<T | null> {
  const orchestrator = await openQemuOrchestrator(qemuConfigFile(lab));
  try {
    for await (const observation of orchestrator.observe({ signal: AbortSignal.timeout(10_000) })) {
      const value = take(observation);
      if (value !== null) return value;
    }
    return null;
  } finally {
    await orchestrator.close();
  }
}
