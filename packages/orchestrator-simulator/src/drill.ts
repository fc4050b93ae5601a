import type { DrillCommand } from "@v-available/domain/command";
import { type Drill, drillTarget, keptDrills } from "@v-available/domain/drill";
import { Refusal } from "@v-available/domain/refusal";
import { going, type Progress } from "./progress";
import { declaredRecovery, recoveryLagMs } from "./recovery";
import { pointAt } from "./recovery-point";
import { after, newRun, randomOf, type Sim, siteOf, touch, vmOf, wallMs } from "./sim";
import { siteHasPower, siteIsReached } from "./site-state";
import { stirPair } from "./task";
import type { SimVm } from "./world/machine";
import type { DrillEnd, SimDrill, SimEndedDrill, SimPoint, SimRecovery } from "./world/recovery";
import type { EventOf } from "./world-event";

/**
 * A proof that a machine's copy elsewhere starts. It is a clone of a point that is started, which shares the blocks that it
 * does not write: the copy goes on being filled, and the machine itself is not touched (S13).
 */

const CLONE_MS = 1_000;
const REMOVE_MS = 1_000;

const STEP_WORDS: Readonly<Record<SimDrill["step"], string>> = {
  clone: "make a clone of the point",
  boot: "boot the clone in a network of its own",
  answer: "wait until its application answers",
  remove: "take the clone down",
};

/** @throws Refusal what is in the way of it besides the machine's own state */
export function checkDrill(sim: Sim, command: Extract<DrillCommand, { kind: "vm.drill" }>, vm: SimVm): void {
  const { recovery } = vm;
  if (!recovery) return;
  const site = siteOf(sim, recovery.siteRef).name;
  if (!siteHasPower(sim.world, recovery.siteRef) || !siteIsReached(sim.world, recovery.siteRef))
    throw new Refusal({
      code: "blocked",
      message: `${site}, where ${vm.name} is copied to, does not answer.`,
      field: "vmRef",
      value: vm.ref,
      limit: "a recovery site that answers",
      remedy: `Bring ${site} back first.`,
    });
  if (pointAt(sim, recovery, command.pointAtMs)) return;
  throw new Refusal({
    code: "blocked",
    message: `That point of ${vm.name} is not kept any more.`,
    field: "pointAtMs",
    value: command.pointAtMs ?? null,
    limit: "a point that is kept",
    remedy: "Choose one of those that are shown now.",
  });
}

export function carryDrill(sim: Sim, command: DrillCommand, vm: SimVm, taskKey: string): void {
  const { recovery } = vm;
  if (!recovery) throw new Error(`${vm.ref} has no copy elsewhere`);
  if (command.kind === "vm.end-drill") {
    endDrill(sim, vm, { state: "broken-off", reason: `Ended by ${command.signedBy}.`, byPerson: true });
    return;
  }
  const point = pointAt(sim, recovery, command.pointAtMs);
  if (!point) throw new Error(`${vm.ref} has no point`);
  begin(sim, vm, recovery, point, { taskKey, startedBy: command.signedBy });
}

/** A copy that is complete for the first time is started once, so that it is known whether it starts at all. */
export function beginFirstDrill(sim: Sim, vmRef: string): void {
  const vm = vmOf(sim, vmRef);
  if (vm.recovery?.point) begin(sim, vm, vm.recovery, vm.recovery.point, { taskKey: null, startedBy: "v-Available" });
}

function begin(
  sim: Sim,
  vm: SimVm,
  recovery: SimRecovery,
  point: SimPoint,
  asked: Pick<SimDrill, "taskKey" | "startedBy">,
): void {
  recovery.drill = {
    ...asked,
    run: 0,
    startedAtMs: wallMs(sim.world, sim.world.nowMs),
    pointAtMs: wallMs(sim.world, point.takenAtMs),
    beganAtMs: sim.world.nowMs,
    step: "clone",
    stepEndsAtMs: 0,
    network: "isolated",
    disk: "clone",
    behindMs: recoveryLagMs(sim, vm, recovery, point),
    answeredAtMs: null,
  };
  go(sim, vm, recovery.drill, "clone");
}

function go(sim: Sim, vm: SimVm, drill: SimDrill, step: SimDrill["step"]): void {
  const takesMs = {
    clone: CLONE_MS,
    boot: sim.world.settings.guestBootMs[vm.guest] * (0.94 + 0.12 * randomOf(sim, `drill ${vm.ref}`)),
    answer: sim.world.settings.applicationStartMs,
    remove: REMOVE_MS,
  }[step];
  drill.run = newRun(sim);
  drill.step = step;
  drill.stepEndsAtMs = sim.world.nowMs + takesMs;
  after(sim, takesMs, { kind: "drill-step", vmRef: vm.ref, run: drill.run });
  touch(sim, "vm", vm.ref);
}

export function drillStepDue(sim: Sim, { vmRef, run }: EventOf<"drill-step">): void {
  const vm = sim.world.vms[vmRef];
  const drill = vm?.recovery?.drill;
  if (!vm || drill?.run !== run) return;
  if (drill.step === "clone") go(sim, vm, drill, "boot");
  else if (drill.step === "boot") go(sim, vm, drill, "answer");
  else if (drill.answeredAtMs === null) {
    drill.answeredAtMs = sim.world.nowMs;
    go(sim, vm, drill, "remove");
  } else {
    const measuredRtoMs = Math.round(drill.answeredAtMs - drill.beganAtMs);
    endDrill(sim, vm, { state: "measured", measuredRtoMs, measuredRpoMs: Math.round(drill.behindMs) });
  }
}

/** Nothing of it stays but what it has shown. */
export function endDrill(sim: Sim, vm: SimVm, end: DrillEnd): void {
  const { recovery } = vm;
  const drill = recovery?.drill;
  if (!recovery || !drill) return;
  const { taskKey, startedBy, startedAtMs, pointAtMs } = drill;
  const ended: SimEndedDrill = {
    taskKey,
    startedBy,
    startedAtMs,
    pointAtMs,
    endedAtMs: wallMs(sim.world, sim.world.nowMs),
    ...end,
  };
  recovery.drill = null;
  const target = drillTarget({ recovery: declaredRecovery(sim, vm) });
  recovery.drills = keptDrills([ended, ...(recovery.drills ?? [])], target);
  touch(sim, "vm", vm.ref);
  stirPair(sim, vm.pairRef);
}

/** What runs at a site ends with its power; and where nobody hears it, nobody would hear it answer. */
export function reviewDrillAt(sim: Sim, vm: SimVm, siteRef: string): void {
  const site = siteOf(sim, siteRef).name;
  const reason = !siteHasPower(sim.world, siteRef)
    ? `${site} has lost its power.`
    : siteIsReached(sim.world, siteRef)
      ? null
      : `${site} is cut off: nobody would hear the clone answer.`;
  if (reason !== null) endDrill(sim, vm, { state: "broken-off", reason, byPerson: false });
}

export function drillsOfCopy({ world }: Sim, { drill, drills = [] }: SimRecovery): Drill[] {
  const ended = drills.map(endedAsTold);
  if (!drill) return ended;
  const { startedBy, startedAtMs, pointAtMs, step, stepEndsAtMs } = drill;
  const etaAtMs = wallMs(world, stepEndsAtMs);
  return [{ startedBy, startedAtMs, pointAtMs, state: "running", step: STEP_WORDS[step], etaAtMs }, ...ended];
}

function endedAsTold(drill: SimEndedDrill): Drill {
  const { startedBy, startedAtMs, pointAtMs, endedAtMs } = drill;
  const base = { startedBy, startedAtMs, pointAtMs, endedAtMs };
  if (drill.state === "broken-off") return { ...base, state: drill.state, reason: drill.reason };
  const { state, measuredRtoMs, measuredRpoMs } = drill;
  return { ...base, state, measuredRtoMs, measuredRpoMs };
}

export function drillProgress(sim: Sim, command: DrillCommand, taskKey: string): Progress {
  const vm = sim.world.vms[command.vmRef];
  if (command.kind === "vm.end-drill") return "done";
  const drill = vm?.recovery?.drill;
  if (drill?.taskKey === taskKey) return progressOfDrill(sim, drill);
  const ended = vm?.recovery?.drills?.find((one) => one.taskKey === taskKey);
  if (ended?.state === "measured") return "done";
  if (ended?.byPerson) return "cancelled";
  return {
    code: "failed",
    message: `The drill was broken off. ${ended?.reason ?? "The copy that it was started from is not there any more."}`,
    remedy: "Start another once that is mended.",
  };
}

const STEPS_DONE: Readonly<Record<SimDrill["step"], number>> = { clone: 0.02, boot: 0.1, answer: 0.6, remove: 0.95 };
const progressOfDrill = (sim: Sim, { step, stepEndsAtMs }: SimDrill): Progress =>
  going(STEP_WORDS[step], STEPS_DONE[step], wallMs(sim.world, stepEndsAtMs));

/** What the making of a copy still waits for; null where the first drill has been, or was never part of it. */
export function firstDrillProgress(sim: Sim, vm: SimVm, sinceMs: number): Progress | null {
  const { drill, drills = [], siteRef } = vm.recovery ?? {};
  if (drill?.taskKey === null)
    return going("start it once from the recovery copy", 0.99, wallMs(sim.world, drill.stepEndsAtMs));
  const first = drills.find((one) => one.taskKey === null && one.endedAtMs >= wallMs(sim.world, sinceMs));
  if (first?.state !== "broken-off") return null;
  return {
    code: "failed",
    message: `${vm.name} is copied to ${siteOf(sim, siteRef ?? "").name}, but its first drill was broken off: nothing has proven that it starts there. ${first.reason}`,
    remedy: "Start a drill.",
  };
}
