import { refusalOf } from "@v-available/domain/finding";
import type { ReplaceCommand } from "@v-available/domain/form-command";
import { admitReplacing } from "@v-available/domain/host-replacing";
import { dialStopOf } from "@v-available/domain/level";
import { copiedRatio, hasTwoCopies, resyncEtaAtMs } from "@v-available/domain/pair-facts";
import { candidateOf } from "@v-available/domain/pair-forming";
import { isFinalReplacing } from "@v-available/domain/pair-step";
import { Refusal, type RefusalDetail } from "@v-available/domain/refusal";
import { otherSide } from "@v-available/domain/state";
import { partnerMemberOf } from "@v-available/pair-protocol/member";
import { askHost } from "./ask-host";
import { CAPABILITIES } from "./capability";
import { factsOf } from "./facts";
import { freeHostsOf, observeFreeHost } from "./free-host";
import { isHeard } from "./heard";
import { asMember, leaveTheFree } from "./join-pair";
import { write } from "./journal";
import { reviewMirrors } from "./mirror";
import { wake } from "./nap";
import { replacingStepAt, stepMs } from "./pair-step-time";
import { givePower, losePower, startAgent, touchHost } from "./power";
import { going, type Progress } from "./progress";
import { after, hostAt, hostOf, linkOf, pairOf, type Sim, touch, vmsOf, wallMs } from "./sim";
import { observeVm } from "./view";
import type { SimFreeHost, SimReplacement } from "./world/free-host";
import type { SimHost } from "./world/host";
import type { EventOf } from "./world-event";

/** A survivor decides within seconds; one that does not has a reason that a person has to look at. */
const SHUT_OUT_LIMIT_MS = 120_000;

const replacingOf = (sim: Sim, pairRef: string): SimReplacement | undefined =>
  Object.values(sim.world.replacements ?? {}).find((one) => one.pairRef === pairRef && one.state === "running");

const isFinal = ({ step }: SimReplacement): boolean => isFinalReplacing(replacingStepAt(step) ?? "copy every disk");

/** @throws Refusal what is in the way of it, before anything is changed or logged */
export function checkReplacing(sim: Sim, command: ReplaceCommand): void {
  const pair = sim.world.pairs[command.pairRef];
  if (!pair)
    throw new Refusal({
      code: "not-found",
      message: `There is no pair ${command.pairRef}.`,
      field: "pairRef",
      value: command.pairRef,
      limit: "a pair of this simulator",
      remedy: "Look at the list of pairs.",
    });
  const running = replacingOf(sim, pair.ref);
  if (command.kind === "pair.end-replacing") {
    if (!running)
      throw new Refusal({
        code: "not-found",
        message: `No host of ${pair.name} is being replaced.`,
        field: "pairRef",
        value: pair.ref,
        limit: "a pair of which a host is being replaced",
        remedy: "Look at the page of the pair.",
      });
    if (isFinal(running))
      throw new Refusal({
        code: "illegal-transition",
        message: `${hostOf(sim, running.oldRef).name} is being shut out and does not come back.`,
        field: "pairRef",
        value: pair.ref,
        limit: "before the old host is shut out",
        remedy: "Wait until the new host has every copy.",
      });
    return;
  }
  if (running)
    throw new Refusal({
      code: "conflict",
      message: `A host of ${pair.name} is being replaced already.`,
      field: "pairRef",
      value: pair.ref,
      limit: "one host at a time",
      remedy: "Wait until that is over.",
    });
  const refusal = against(sim, command);
  if (refusal) throw new Refusal(refusal);
}

function against(
  sim: Sim,
  { pairRef, side, withRef }: { pairRef: string; side: "a" | "b"; withRef: string },
  own?: string,
): RefusalDetail | null {
  const { world } = sim;
  const hosts = freeHostsOf(sim).map((host) => (host.ref === own ? { ...host, pairing: null } : host));
  return refusalOf(
    admitReplacing({
      facts: factsOf(sim, pairRef),
      side,
      wanted: hosts.find(({ ref }) => ref === withRef)?.name ?? withRef,
      freeHosts: hosts.map((host) => candidateOf(observeFreeHost(sim, host), Object.values(world.sites))),
      siteName: (ref) => world.sites[ref]?.name ?? ref,
      capabilities: CAPABILITIES,
    }),
  );
}

export function carryReplacing(sim: Sim, command: ReplaceCommand, taskKey: string): void {
  const { world } = sim;
  const pair = pairOf(sim, command.pairRef);
  wake(sim, pair);
  if (command.kind === "pair.end-replacing") {
    const running = replacingOf(sim, pair.ref);
    if (running) end(sim, running, "cancelled");
    return;
  }
  const replacements = world.replacements ?? {};
  for (const key of Object.keys(replacements)) if (!sim.runningTasks.has(key)) delete replacements[key];
  replacements[taskKey] = {
    ...{ taskKey, pairRef: pair.ref, side: command.side, oldRef: pair.hosts[command.side], newRef: command.withRef },
    ...{ startedAtMs: world.nowMs, step: 0, stepAtMs: world.nowMs, state: "running" },
  };
  world.replacements = replacements;
  setPairing(sim, command.withRef, pair.name);
  after(sim, stepMs("ask both hosts"), { kind: "replacing-step", taskKey, pairRef: pair.ref, step: 1 });
}

function setPairing(sim: Sim, ref: string, pairing: string | null): void {
  const host = sim.world.freeHosts?.[ref];
  if (!host) return;
  host.pairing = pairing;
  touch(sim, "free-host", ref);
}

function end(sim: Sim, one: SimReplacement, state: SimReplacement["state"]): void {
  one.state = state;
  setPairing(sim, one.newRef, null);
}

/** Until the old host is shut out everything is looked at anew before the next step. */
export function replacingStepDue(sim: Sim, { taskKey, step }: EventOf<"replacing-step">): void {
  const one = sim.world.replacements?.[taskKey];
  if (one?.state !== "running") return;
  if (!isFinal(one)) {
    const refusal = against(sim, { ...one, withRef: one.newRef }, one.newRef);
    if (refusal) {
      end(sim, one, { ...refusal, message: `${refusal.message} ${hostOf(sim, one.oldRef).name} stays.` });
      return;
    }
  }
  if (one.step !== step) {
    one.step = step;
    one.stepAtMs = sim.world.nowMs;
  }
  const name = replacingStepAt(step);
  if (name === "shut the old host out at the witness") shutOut(sim, one);
  else if (name === "copy every disk") startNew(sim, one);
  else if (name) next(sim, one, stepMs(name));
}

const next = (sim: Sim, { taskKey, pairRef, step }: SimReplacement, delayMs: number): void =>
  after(sim, delayMs, { kind: "replacing-step", taskKey, pairRef, step: step + 1 });

const again = (sim: Sim, { taskKey, pairRef, step }: SimReplacement): void =>
  after(sim, stepMs("shut the old host out at the witness"), { kind: "replacing-step", taskKey, pairRef, step });

/**
 * The old host is off; its partner takes every token alone by its own rules, and asks the witness to admit another member.
 * Only the witness's word moves this on.
 */
function shutOut(sim: Sim, one: SimReplacement): void {
  const old = hostOf(sim, one.oldRef);
  const survivor = hostAt(sim, one.pairRef, otherSide(one.side));
  if (old.power !== "off") losePower(sim, old);
  const member = (old.member ?? 0) + 1;
  if (survivor.durable && partnerMemberOf(survivor.durable) >= member) {
    swap(sim, one, old, survivor, member);
    return;
  }
  if (sim.world.nowMs - one.stepAtMs > SHUT_OUT_LIMIT_MS) {
    end(sim, one, {
      code: "failed",
      message: `${old.name} was not shut out within 2 min: ${survivor.name} or the witness did not agree. ${old.name} starts again and stays.`,
      limit: "2 min",
      remedy: "Look at the witness and at the machines of the pair, and ask again.",
    });
    givePower(sim, old);
    return;
  }
  if (isHeard(survivor) && survivor.protocol?.admittingMember === null) {
    try {
      askHost(sim, survivor, { kind: "admit-partner", member }, `${one.taskKey} ${sim.world.nowMs}`);
    } catch (error) {
      // It still waits for the old host's silence to be long enough: it is asked again.
      if (!(error instanceof Refusal)) throw error;
    }
  }
  again(sim, one);
}

/** The witness has said so: from now on the side is another host's, with nothing on its disks. */
function swap(sim: Sim, one: SimReplacement, old: SimHost, survivor: SimHost, member: number): void {
  const { world } = sim;
  const free = world.freeHosts?.[one.newRef];
  const pair = pairOf(sim, one.pairRef);
  if (!free) throw new Error(`the host that replaces ${old.name} is gone`);
  old.strayed = true;
  old.replicas = [];
  pair.strays = [...(pair.strays ?? []), old.ref];
  sim.touched.get("host")?.delete(old.ref);
  sim.removed.push({ kind: "host", ref: old.ref });
  const joined = asMember(sim, free, one.side, pair.ref, "", member);
  world.hosts[joined.ref] = { ...joined, durable: null, sleptAtBootMs: pair.sleptMs ?? 0 };
  leaveTheFree(sim, free);
  for (const vm of vmsOf(sim, pair.ref)) {
    vm.legs[one.side] = null;
    vm.instances[one.side] = null;
  }
  pair.hosts = { ...pair.hosts, [one.side]: joined.ref };
  if (survivor.protocol) {
    const { identity } = survivor.protocol;
    survivor.protocol = { ...survivor.protocol, identity: { ...identity, hostRefs: pair.hosts } };
  }
  reviewMirrors(sim, pair.ref);
  touch(sim, "pair", pair.ref);
  touchHost(sim, hostAt(sim, pair.ref, one.side));
  write(sim, survivor, {
    ...{ phase: null, rootRef: null, rule: null, faultKind: null, severity: null, clears: false },
    subject: { kind: "host", ref: joined.ref },
    vmRefs: [...pair.vms],
    actor: "host",
    sentence: `${joined.name} takes the place of ${old.name}, whose copies count nowhere any more.`,
  });
  // One that was only taken out may start again: the witness tells it what it is now. A broken one stays off.
  givePower(sim, old);
  one.step += 1;
  one.stepAtMs = world.nowMs;
  next(sim, one, stepMs("start the new host"));
}

function startNew(sim: Sim, one: SimReplacement): void {
  startAgent(sim, hostAt(sim, one.pairRef, one.side));
}

export function replacingProgress(sim: Sim, command: ReplaceCommand, taskKey: string): Progress {
  if (command.kind === "pair.end-replacing") return "done";
  const one = sim.world.replacements?.[taskKey];
  if (!one) return { code: "failed", message: "The replacing of the host was lost." };
  if (one.state !== "running") return one.state;
  const name = replacingStepAt(one.step) ?? "copy every disk";
  if (name !== "copy every disk") return going(name, one.step * 0.02);
  const machines = vmsOf(sim, one.pairRef).map((vm) => observeVm(sim, vm));
  const wanting = machines.filter(
    (vm) =>
      vm.desiredPower === "on" &&
      dialStopOf(vm.declared) !== "unprotected" &&
      !(hasTwoCopies(vm) && (dialStopOf(vm.declared) !== "fault-tolerance" || vm.standbySynchronized)),
  );
  if (wanting.length === 0) {
    one.state = "done";
    return "done";
  }
  const nowMs = wallMs(sim.world, sim.world.nowMs);
  const etas = wanting.flatMap((vm) => resyncEtaAtMs(vm, nowMs) ?? []);
  const total = machines.reduce((sum, vm) => sum + vm.mirror.totalBytes, 0);
  const done = machines.reduce((sum, vm) => sum + copiedRatio(vm) * vm.mirror.totalBytes, 0);
  return going(
    name,
    Math.min(0.99, 0.1 + 0.89 * (total === 0 ? 1 : done / total)),
    etas.length > 0 ? Math.max(...etas) : null,
  );
}

/** The witness has told it: its agent ends, and it is a host of no pair, with old copies on its disks. */
export function hostRetired(sim: Sim, { hostRef }: EventOf<"host-retired">): void {
  const { world } = sim;
  const host = hostOf(sim, hostRef);
  const pair = pairOf(sim, host.pairRef);
  host.agentUp = false;
  for (const fault of Object.values(world.faults))
    if (fault.subjectRef === hostRef || fault.subjectRef.startsWith(`${hostRef}/`)) delete world.faults[fault.id];
  pair.strays = pair.strays?.filter((ref) => ref !== hostRef) ?? [];
  delete world.hosts[hostRef];
  world.freeHosts = { ...world.freeHosts, [hostRef]: asFree(sim, host, pair.name) };
  touch(sim, "free-host", hostRef);
}

const LATEST = "2.4.1";
const DISK_MIB = 1_800 * 1_024;

function asFree(sim: Sim, host: SimHost, retiredFrom: string): SimFreeHost {
  const now = { ref: host.ref, silentSinceMs: null, pairing: null, retiredFrom, upSinceMs: host.upSinceMs };
  if (host.free) return { ...host.free, ...now };
  const links = pairOf(sim, host.pairRef)
    .links.map((ref) => linkOf(sim, ref))
    .filter(({ kind }) => kind === "availability-a" || kind === "availability-b");
  return {
    ...now,
    ...{ name: host.name, siteRef: host.siteRef, version: LATEST, cores: host.cores, memoryMiB: host.memoryMiB },
    ...(host.hidesCpuFeature ? { hidesCpuFeature: true as const } : {}),
    diskMiB: host.disks.length * DISK_MIB,
    disks: host.disks.map(({ name }) => name),
    cpuModel: host.cpuModel,
    watchdog: "disarmed",
    clockOffsetMs: 2,
    ports: links.map(({ kind, switchName, bandwidthBytesPerSecond, delayMs }) => ({
      name: kind === "availability-a" ? "eth2" : "eth3",
      network: switchName ?? `${host.pairRef} ${kind}`,
      isSwitch: switchName !== undefined,
      bytesPerSecond: bandwidthBytesPerSecond,
      delayMs: delayMs / 2,
    })),
    cutOffFrom: [],
  };
}
