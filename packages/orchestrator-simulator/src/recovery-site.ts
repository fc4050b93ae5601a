import type { RecoveryCommand } from "@v-available/domain/command";
import { Refusal, type RefusalDetail } from "@v-available/domain/refusal";
import { otherSide, SIDES, type Side } from "@v-available/domain/state";
import { listWords } from "@v-available/domain/wording";
import type { Register } from "@v-available/pair-protocol/register";
import { resumeClient } from "./client";
import { endDrill, reviewDrillAt } from "./drill";
import { isKnownDown } from "./heard";
import { bytesOfMiB } from "./mirror";
import { isUp, linkOfKind } from "./network";
import { going, type Progress } from "./progress";
import { canTakeBack, leftNow, settleRecovered } from "./recovered";
import { lastWriteMs, reviewRecovery, waiting } from "./recovery";
import { pointAt, pointsOf } from "./recovery-point";
import { after, hostAt, newRun, type Sim, siteOf, touch, vmOf, vmsOf, wallMs, witnessOf } from "./sim";
import { siteHasPower, siteIsReached } from "./site-state";
import { stirPair } from "./task";
import { usedWitness } from "./witness-view";
import type { SimVm } from "./world/machine";
import type { SimRecovered, SimRecovery } from "./world/recovery";
import type { EventOf } from "./world-event";

/**
 * A machine whose pair is lost goes on at the recovery site, where a person declares that, and comes back where a person
 * asks for it. The token goes with it: as long as it is there no copy of the pair counts, so no host starts one.
 */

/** @throws Refusal what is in the way of it besides the machine's own state */
export function checkRecovery(sim: Sim, command: RecoveryCommand, vm: SimVm): void {
  const found =
    command.kind === "vm.recover" ? againstRecovering(sim, vm, command.pointAtMs) : againstFailingBack(sim, vm);
  if (found) throw new Refusal({ code: "blocked", field: "vmRef", value: vm.ref, ...found });
  const { name, siteName, downBy } = witnessOf(sim, usedWitness(sim, vm.pairRef));
  const at = Object.values(sim.world.sites).find((site) => site.name === siteName);
  if (downBy.length === 0 && (!at || siteIsReached(sim.world, at.ref))) return;
  throw new Refusal({
    code: "blocked",
    field: "vmRef",
    value: vm.ref,
    message: `${name} holds the token of ${vm.name}, and does not answer.`,
    limit: "a witness that answers",
    remedy: "Bring the witness back first: without the token two of it could run.",
  });
}

type Blocked = Pick<RefusalDetail, "message" | "field" | "value" | "limit" | "remedy">;

function againstRecovering(
  sim: Sim,
  { name, pairRef, recovery, ref }: SimVm,
  pointAtMs: number | undefined,
): Blocked | null {
  const register = registersOf(sim, pairRef)[ref];
  const unsure = SIDES.filter((side) => register?.inSync.includes(side) ?? true)
    .map((side) => hostAt(sim, pairRef, side))
    .filter((host) => !isKnownDown(sim, host));
  if (unsure.length > 0)
    return {
      message: `${listWords(unsure.map((host) => host.name))} may still run ${name}: nothing says for certain that the power is off there.`,
      limit: "hosts whose site says that they are off",
      remedy: "Wait for word of that site, or have its power cut.",
    };
  if (!recovery?.point)
    return {
      message: `The first copy of ${name} at the recovery site is not complete.`,
      limit: "a complete point",
      remedy: "Bring a host of its pair back.",
    };
  if (!pointAt(sim, recovery, pointAtMs)) return lostPoint(name, pointAtMs);
  if (siteHasPower(sim.world, recovery.siteRef) && siteIsReached(sim.world, recovery.siteRef)) return null;
  const site = siteOf(sim, recovery.siteRef).name;
  return {
    message: `${site} is lost as well.`,
    limit: "a recovery site that answers",
    remedy: `Bring ${site} back first.`,
  };
}

const lostPoint = (name: string, pointAtMs: number | undefined): Blocked => ({
  message: `That point of ${name} is not kept any more.`,
  field: "pointAtMs",
  value: pointAtMs ?? null,
  limit: "a point that is kept",
  remedy: "Choose one of those that are shown now.",
});

function againstFailingBack(sim: Sim, vm: SimVm): Blocked | null {
  const live = vm.recovery?.live;
  const site = vm.recovery ? siteOf(sim, vm.recovery.siteRef).name : "the recovery site";
  if (live?.state !== "Running")
    return {
      message: `${vm.name} does not run at ${site}.`,
      limit: "a running machine",
      remedy: "Wait until it runs.",
    };
  if (live.back)
    return { message: `${vm.name} is on its way back already.`, limit: "once at a time", remedy: "Wait for its end." };
  if (!isUp(linkOfKind(sim, vm.pairRef, "wan")))
    return {
      message: `The WAN to ${site} carries nothing.`,
      limit: "a WAN that carries",
      remedy: "Join it again first.",
    };
  if (sideToTakeBack(sim, vm) !== null) return null;
  const hosts = SIDES.map((side) => hostAt(sim, vm.pairRef, side).name);
  return {
    message: `Neither ${hosts.join(" nor ")} can take ${vm.name}.`,
    limit: "a host that answers, with a disk that works",
    remedy: "Bring one of them back first.",
  };
}

/** Where it was active last, if that host can. */
function sideToTakeBack(sim: Sim, vm: SimVm): Side | null {
  const owner = registersOf(sim, vm.pairRef)[vm.ref]?.owner ?? "a";
  return [owner, otherSide(owner)].find((side) => canTakeBack(sim, vm, side)) ?? null;
}

export function carryRecovery(sim: Sim, command: RecoveryCommand, vm: SimVm): void {
  const { recovery } = vm;
  if (!recovery) throw new Error(`${vm.ref} has no copy elsewhere`);
  if (command.kind === "vm.recover") recover(sim, vm, recovery, command);
  else if (recovery.live) recovery.live.back = sideToTakeBack(sim, vm);
  reviewRecovery(sim, vm.pairRef);
  touch(sim, "vm", vm.ref);
}

function recover(
  sim: Sim,
  vm: SimVm,
  recovery: SimRecovery,
  { signedBy, pointAtMs }: Extract<RecoveryCommand, { kind: "vm.recover" }>,
): void {
  const point = pointAt(sim, recovery, pointAtMs);
  if (!point || !recovery.point) throw new Error(`${vm.ref} has no point`);
  const { nowMs } = sim.world;
  const uncutMs = Math.max(0, lastWriteMs(sim, vm, recovery) - recovery.cutAtMs);
  const setBackMs = recovery.point.takenAtMs - point.takenAtMs;
  const lateBytes = waiting(recovery) + (vm.load.writeBytesPerSecond * vm.loadFactor * (uncutMs + setBackMs)) / 1_000;
  const leftBytes = Math.min(bytesOfMiB(vm.diskMiB), lateBytes);
  endDrill(sim, vm, { state: "broken-off", reason: "Disaster Recovery was declared.", byPerson: false });
  const owner = registersOf(sim, vm.pairRef)[vm.ref]?.owner ?? "a";
  const { epoch } = setRegister(sim, vm, owner, []);
  recovery.cuts = [];
  recovery.sentBytes = 0;
  // What came after it is no part of the machine's history any more.
  recovery.earlier = pointsOf(recovery).filter(({ takenAtMs }) => takenAtMs < point.takenAtMs);
  recovery.point = point;
  delete vm.question;
  recovery.live = {
    run: newRun(sim),
    state: "Starting",
    sinceMs: nowMs,
    signedBy,
    register: { epoch, owner, inSync: [] },
    written: point.written,
    requestWrites: point.requestWrites,
    leftBytes,
    differsBytes: leftBytes,
    bytesPerSecond: 0,
    atMs: nowMs,
    back: null,
  };
  start(sim, vm, recovery.live, 0);
}

function start(sim: Sim, vm: SimVm, live: SimRecovered, beforeMs: number): void {
  live.state = "Starting";
  live.sinceMs = sim.world.nowMs;
  live.run = newRun(sim);
  const takesMs = beforeMs + sim.world.settings.guestBootMs[vm.guest];
  after(sim, takesMs, { kind: "recovered-started", vmRef: vm.ref, run: live.run });
}

export function recoveredStarted(sim: Sim, { vmRef, run }: EventOf<"recovered-started">): void {
  const vm = sim.world.vms[vmRef];
  const live = vm?.recovery?.live;
  if (!vm || live?.run !== run) return;
  settleRecovered(sim, vm, live);
  live.state = "Running";
  live.sinceMs = sim.world.nowMs;
  resumeClient(sim, vm, "nothing");
  moved(sim, vm);
}

/** Everything is there again: it stops here, the token goes back, and the host starts it from its own disk. */
export function recoveryReturned(sim: Sim, { vmRef, run }: EventOf<"recovery-returned">): void {
  const vm = sim.world.vms[vmRef];
  const recovery = vm?.recovery;
  const live = recovery?.live;
  const side = live?.back;
  const leg = side && vm?.legs[side];
  if (!vm || !recovery || !live || !leg || recovery.sendRun !== run || !canTakeBack(sim, vm, side)) return;
  settleRecovered(sim, vm, live);
  const { written, requestWrites, differsBytes } = live;
  const { nowMs } = sim.world;
  Object.assign(leg, { missingBytes: 0, written, requestWrites });
  const other = vm.legs[otherSide(side)];
  if (other) other.missingBytes = Math.max(other.missingBytes, differsBytes);
  vm.divergedBytes = differsBytes;
  vm.divergedAtMs = nowMs;
  Object.assign(recovery, { live: null, point: { takenAtMs: nowMs, written, requestWrites }, cutAtMs: nowMs });
  vm.client.run = newRun(sim);
  const requests = sim.world.requests[vmRef];
  if (requests) requests.run = newRun(sim);
  setRegister(sim, vm, side, [side]);
  reviewRecovery(sim, vm.pairRef);
  moved(sim, vm);
}

/** What runs at a recovery site stops with its power, and is reached again once the site is. */
export function reviewRecoveredAt(sim: Sim, siteRef: string): void {
  for (const pair of Object.values(sim.world.pairs)) {
    if (pair.recovery?.siteRef !== siteRef) continue;
    for (const vm of vmsOf(sim, pair.ref)) {
      reviewDrillAt(sim, vm, siteRef);
      reviewRecovered(sim, vm, siteHasPower(sim.world, siteRef));
    }
  }
}

function reviewRecovered(sim: Sim, vm: SimVm, powered: boolean): void {
  const live = vm.recovery?.live;
  if (!live) return;
  settleRecovered(sim, vm, live);
  if (!powered) Object.assign(live, { state: "Stopped", sinceMs: sim.world.nowMs, run: newRun(sim) });
  else if (live.state === "Stopped") start(sim, vm, live, sim.world.settings.hostBootMs);
  else if (live.state === "Running") resumeClient(sim, vm, "connection");
  moved(sim, vm);
}

function moved(sim: Sim, vm: SimVm): void {
  touch(sim, "vm", vm.ref);
  stirPair(sim, vm.pairRef);
}

export function recoveryProgress(sim: Sim, { kind }: RecoveryCommand, vmRef: string): Progress {
  const vm = vmOf(sim, vmRef);
  const live = vm.recovery?.live;
  if (kind === "vm.recover") {
    if (live?.state === "Running") return "done";
    return live
      ? going("boot the machine at the recovery site", 0.5)
      : { code: "failed", message: `${vm.name} is not at the recovery site any more.` };
  }
  if (!live)
    return vm.instances.a?.state === "Running" || vm.instances.b?.state === "Running"
      ? "done"
      : going("boot the machine at its pair", 0.95);
  const left = leftNow(sim, vm, live);
  const etaAtMs =
    live.bytesPerSecond > 0 ? wallMs(sim.world, sim.world.nowMs + (left / live.bytesPerSecond) * 1_000) : null;
  return going("copy back what was written there", Math.min(0.94, 1 - left / Math.max(1, live.differsBytes)), etaAtMs);
}

const registersOf = (sim: Sim, pairRef: string) =>
  witnessOf(sim, usedWitness(sim, pairRef)).protocolOf[pairRef]?.durable.pairs[pairRef] ?? {};

/** At the witness that holds the token. Hosts follow the higher epoch, as after any other change. */
function setRegister(sim: Sim, { ref, pairRef }: SimVm, owner: Side, inSync: readonly Side[]): Register {
  const witness = witnessOf(sim, usedWitness(sim, pairRef));
  const protocol = witness.protocolOf[pairRef];
  const stored = registersOf(sim, pairRef)[ref];
  if (!protocol || !stored) throw new Error(`${witness.name} holds no token of ${ref}`);
  const register = {
    epoch: stored.epoch + 1,
    owner,
    inSync,
    changeId: `recovery/${newRun(sim)}`,
    previousOwner: null,
  };
  const pairs = { ...protocol.durable.pairs, [pairRef]: { ...protocol.durable.pairs[pairRef], [ref]: register } };
  witness.protocolOf[pairRef] = { ...protocol, durable: { ...protocol.durable, pairs } };
  return register;
}
