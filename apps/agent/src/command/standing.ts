import type { HostView, HostVmView } from "@v-available/domain/agent-wire";
import type { MachineCommand } from "@v-available/domain/command";
import type { ObservedHost, ObservedTask, ObservedVm } from "@v-available/domain/observed";
import type { PairFacts } from "@v-available/domain/pair-facts";
import { protectionOf } from "@v-available/domain/protection";
import { Refusal } from "@v-available/domain/refusal";
import { type HostState as HostStanding, type InstanceState, otherSide, type Side } from "@v-available/domain/state";
import { STALE_AFTER_MS } from "@v-available/domain/timing";
import { allowed, allowedProtect, allowedSwitch } from "@v-available/domain/transition";
import type { VmReport } from "@v-available/pair-protocol/message";

/** What the partner has told of itself. */
export interface PartnerWord {
  readonly report: VmReport | null;
  readonly seesWitness: boolean;
}

const STANDING_OF_CONTACT = {
  alive: "Running",
  suspect: "Suspect",
  dead: "Offline",
  fenced: "Fenced",
  never: "Unknown",
} as const satisfies Record<HostView["partner"]["contact"], HostStanding>;

const both = <T>(side: Side, own: T, partner: T): Record<Side, T> =>
  side === "a" ? { a: own, b: partner } : { a: partner, b: own };

/** The pair as this host alone knows it, in the form that the rules of the domain take. */
function pairFacts(view: HostView, word: PartnerWord): PairFacts {
  const { side, host, partner, pairRef, atMs } = view;
  const partnerHost: ObservedHost = {
    ...host,
    ref: partner.hostRef,
    name: partner.name,
    siteRef: partner.siteRef,
    side: otherSide(side),
    state: partner.inMaintenance ? "Maintenance" : STANDING_OF_CONTACT[partner.contact],
  };
  const refs = both(side, host.ref, partner.hostRef);
  return {
    pair: {
      kind: "pair",
      ref: pairRef,
      name: view.pairName,
      siteRef: host.siteRef,
      hostRefs: refs,
      observedAtMs: atMs,
      heardWithAll: false,
      designatedSurvivor: view.designatedSurvivor,
      leases: both(side, view.lease, "Unknown"),
      recoveryTarget: null,
    },
    hosts: both(side, host, partnerHost),
    links: view.links,
    witnesses: view.witnesses.map(({ reachable, rttMs, atMs: askedAtMs, seatTerm, ...witness }) => ({
      kind: "witness",
      ...witness,
      pairRef,
      inUse: seatTerm !== null,
      seenBy: both(
        side,
        { reachable, rttMs, atMs: askedAtMs },
        { reachable: word.seesWitness, rttMs: null, atMs: askedAtMs },
      ),
    })),
    nowMs: atMs,
    staleAfterMs: STALE_AFTER_MS,
  };
}

function observed(vm: HostVmView, view: HostView, word: PartnerWord): ObservedVm {
  const { side } = view;
  const { register, leg, partnerLeg, legGeneration, replication, outOfSyncBytes, totalBytes, resyncBytesPerSecond } =
    vm;
  const there: InstanceState | null = word.report?.instance === "running" ? "Running" : null;
  const { resyncSinceMs, instance, role: _role, specVersion: _version, ...rest } = vm;
  return {
    ...rest,
    kind: "vm",
    pairRef: view.pairRef,
    activeSide: register?.owner ?? side,
    instances: both<InstanceState | null>(side, instance, there),
    mirror: {
      legs: both(side, leg, partnerLeg),
      generations: both(side, legGeneration, word.report?.legInSyncEpoch ?? null),
      ...{ replication, outOfSyncBytes, totalBytes, resyncBytesPerSecond, resyncSinceMs },
    },
    histories: null,
    undecided: waits(vm, view, word),
    comparison: null,
    recoveryCopy: null,
  };
}

/** Which of two copies that differ waits for a person; how much of them does nobody has counted here. */
function waits(vm: HostVmView, { side }: HostView, { report }: PartnerWord): ObservedVm["undecided"] {
  if (!vm.undecided && report?.undecided !== true) return null;
  return {
    waits: vm.undecided ? side : otherSide(side),
    foundAtMs: null,
    differingBytes: null,
    givenUp: false,
    commonAtMs: null,
    since: { writes: null, bytes: null, lastWriteAtMs: null },
  };
}

/**
 * The same table that greys out the console's buttons: a host refuses by it, too, whoever asks.
 * @throws Refusal illegal-transition with the table's own reason
 */
export function demandAllowed(
  command: Exclude<MachineCommand, { kind: "vm.create" }>,
  vm: HostVmView,
  view: HostView,
  word: PartnerWord,
  running: ObservedTask | null,
): void {
  const seen = observed(vm, view, word);
  const protection = protectionOf(seen, pairFacts(view, word));
  const verdict =
    command.kind === "vm.switch-active"
      ? allowedSwitch(seen, command.to, protection, running)
      : command.kind === "vm.protect"
        ? allowedProtect(seen, command.protection, protection, running)
        : allowed(command.kind, protection, command.kind === "vm.stop" ? null : running);
  if (verdict.allowed) return;
  throw new Refusal({
    code: "illegal-transition",
    message: verdict.reason,
    field: "vmRef",
    value: vm.ref,
    limit: "what its state allows",
    remedy: "Look at the machine's state and ask again when it has changed.",
  });
}
