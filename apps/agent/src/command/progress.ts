import type { HostVmView } from "@v-available/domain/agent-wire";
import type { MachineCommand } from "@v-available/domain/command";
import { dialStopOf } from "@v-available/domain/level";
import type { ObservedTask } from "@v-available/domain/observed";
import type { RefusalDetail } from "@v-available/domain/refusal";
import { otherSide, type Side } from "@v-available/domain/state";

export type Progress = Pick<ObservedTask, "step" | "progressRatio" | "etaAtMs"> | "done" | RefusalDetail;

export interface TaskWorld {
  readonly side: Side;
  readonly nowMs: number;
  /** What the partner says it runs. */
  readonly runsOnPartner: boolean;
  /** A planned switch is under way. */
  readonly switching: boolean;
  /** Why the last attempt at something failed; null when none did since the command. */
  readonly failure: string | null;
}

/** What does not come about within this time is said to have failed; copies take as long as they take. */
const BOOT_LIMIT_MS = 120_000;
const COPY_LIMIT_MS = 6 * 3_600_000;

export const going = (step: string, progressRatio: number, etaAtMs: number | null = null): Progress => ({
  step,
  progressRatio,
  etaAtMs,
});
const failed = (message: string, remedy?: string): RefusalDetail => ({ code: "failed", message, remedy });

/** How far a command is, by what can be seen: nothing counts as done because it was asked for. */
export function progressOf(
  command: MachineCommand,
  startedAtMs: number,
  vm: HostVmView | null,
  world: TaskWorld,
): Progress {
  if (command.kind === "vm.delete") return vm ? going("remove the machine's copies", 0.5) : "done";
  if (!vm) return failed("The machine was deleted meanwhile.");
  const elapsedMs = world.nowMs - startedAtMs;
  switch (command.kind) {
    case "vm.create":
    case "vm.start":
      if (vm.instance === "Running" && !vm.held) return "done";
      if (vm.desiredPower === "off") return failed(`${vm.name} was stopped meanwhile.`);
      if (vm.instance === "CrashedMtbfExceeded")
        return failed(`${vm.name} crashed too often and is left down.`, "Look at its console, then start it again.");
      if (elapsedMs > BOOT_LIMIT_MS)
        return failed(`${vm.name} does not run after ${BOOT_LIMIT_MS / 1_000} s${because(world.failure)}.`);
      return going("boot the machine", vm.instance === "Starting" ? 0.5 : 0.1);
    case "vm.stop":
      if (vm.desiredPower === "off" && (vm.instance === "Stopped" || vm.instance === null)) return "done";
      if (elapsedMs > BOOT_LIMIT_MS) return failed(`${vm.name} does not stop${because(world.failure)}.`);
      return going("shut the guest down", 0.5);
    case "vm.switch-active":
      return switched(command.to, vm, world, elapsedMs);
    case "vm.protect":
      return protectedAs(dialStopOf(command.protection), vm, world, elapsedMs);
  }
}

const because = (failure: string | null): string => (failure === null ? "" : `: ${failure}`);

function switched(to: Side, vm: HostVmView, world: TaskWorld, elapsedMs: number): Progress {
  if (vm.register?.owner === to) {
    const runs = to === world.side ? vm.instance === "Running" : world.runsOnPartner;
    if (runs) return "done";
    return elapsedMs > BOOT_LIMIT_MS
      ? failed(`${vm.name} belongs to the partner now but does not run there yet.`)
      : going("go on there", 0.9);
  }
  if (!world.switching && elapsedMs > 1_000)
    return failed(
      `The switch was called off${because(world.failure)}. ${vm.name} runs where it was, as protected as before.`,
      "Try again when both copies are good.",
    );
  return going("move the memory", 0.4);
}

function protectedAs(
  target: ReturnType<typeof dialStopOf>,
  vm: HostVmView,
  world: TaskWorld,
  elapsedMs: number,
): Progress {
  if (dialStopOf(vm.declared) !== target) return failed(`The level of ${vm.name} was changed meanwhile.`);
  const inSync = vm.register?.inSync ?? [];
  const has =
    target === "unprotected"
      ? inSync.length === 1 && vm.replication === "Off"
      : inSync.length === 2 && vm.replication === "Established" && !vm.held;
  if (has) return "done";
  // A copy is made while the machine runs: one that nobody wants to run makes none, and its end would never come.
  if (vm.desiredPower === "off") return failed(`${vm.name} was stopped meanwhile.`);
  if (target === "unprotected") return going("drop the other copy", 0.5);
  if (elapsedMs > COPY_LIMIT_MS) return failed(`The copy of ${vm.name} did not become complete within 6 h.`);
  const copied = vm.totalBytes > 0 ? 1 - vm.outOfSyncBytes / vm.totalBytes : 0;
  const etaAtMs =
    vm.resyncBytesPerSecond > 0
      ? world.nowMs + Math.round((vm.outOfSyncBytes / vm.resyncBytesPerSecond) * 1_000)
      : null;
  if (vm.replication === "SyncSource") return going("copy the disk", Math.min(0.99, Math.max(0, copied)), etaAtMs);
  const partner = otherSide(world.side).toUpperCase();
  return going(vm.replication === "Established" ? "verify both copies" : `wait for host ${partner}`, 0);
}
