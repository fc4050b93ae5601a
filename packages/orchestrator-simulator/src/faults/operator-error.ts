import type { Side } from "@v-available/domain/state";
import { otherSide } from "@v-available/domain/state";
import { isHeard } from "../heard";
import { write } from "../journal";
import { isUp, linkOfKind } from "../network";
import { tryOverride } from "../override";
import { hostAt, hostOf, linkOf, partnerHost, type Sim, vmOf, vmsOf } from "../sim";
import type { SimFault } from "../world";
import type { SimHost } from "../world/host";
import type { SimVm } from "../world/machine";
import { availabilityLink } from "./availability-link";
import { diskFailed } from "./disk-failed";
import { diskOf } from "./disk-subject";
import type { FaultSubjectOffer, FaultType } from "./fault-type";
import { hostPowerLoss } from "./host-power-loss";

/**
 * Somebody does the wrong thing, and knows it a moment later: the wrong power button, disk or cable, or an order to start
 * a machine past its token. Whoever sees the hand at work says so; what follows is as after any such loss, and the hosts
 * refuse an order that would make two of one machine.
 */

const ACTS = {
  switch: hostPowerLoss,
  disk: diskFailed,
  cable: availabilityLink,
} as const satisfies Readonly<Record<string, FaultType>>;
type Act = keyof typeof ACTS | "order";

const split = (ref: string): { act: Act | null; of: string } => {
  const [act = "", ...rest] = ref.split(":");
  return { act: act in ACTS || act === "order" ? (act as Act) : null, of: rest.join(":") };
};

const standbyOf = ({ mirror }: SimVm): Side | null =>
  mirror?.state === "established" ? otherSide(mirror.source) : null;

const WORDS: Readonly<Record<keyof typeof ACTS, (label: string) => string>> = {
  switch: (label) => `switch ${label} off by mistake`,
  disk: (label) => `take out the wrong disk: ${label}`,
  cable: (label) => `unplug the wrong cable: ${label}`,
};

function find(sim: Sim, ref: string): FaultSubjectOffer | null {
  const { act, of } = split(ref);
  if (act === null) return null;
  if (act !== "order") {
    const offer = ACTS[act].subjects.find(sim, of);
    return offer && { ref, label: WORDS[act](offer.label), pairRef: offer.pairRef };
  }
  const vm = sim.world.vms[of];
  const side = vm ? standbyOf(vm) : null;
  if (!vm || side === null) return null;
  const label = `order ${hostAt(sim, vm.pairRef, side).name} to start ${vm.name}, which runs at its partner`;
  return { ref, label, pairRef: vm.pairRef };
}

/** On the part that the act is about: it stands in for the fault that the part has. */
const asOf = (fault: SimFault): SimFault => ({ ...fault, subjectRef: split(fault.subjectRef).of });

export const operatorError: FaultType = {
  kind: "operator-error",
  label: "Let somebody do the wrong thing",
  clearLabel: "Undo it",
  subjects: {
    refs: (sim) => [
      ...(Object.keys(ACTS) as (keyof typeof ACTS)[]).flatMap((act) =>
        ACTS[act].subjects.refs(sim).map((ref) => `${act}:${ref}`),
      ),
      ...Object.values(sim.world.vms).flatMap((vm) => (standbyOf(vm) === null ? [] : [`order:${vm.ref}`])),
    ],
    find,
  },
  inject: (sim, fault) => {
    const { act, of } = split(fault.subjectRef);
    if (act === null) return;
    if (act === "order") {
      order(sim, vmOf(sim, of));
      delete sim.world.faults[fault.id];
      return;
    }
    tell(sim, act, of);
    ACTS[act].inject(sim, asOf(fault));
  },
  clear: (sim, fault) => {
    const { act } = split(fault.subjectRef);
    if (act !== null && act !== "order") ACTS[act].clear(sim, asOf(fault));
  },
};

/** Before it happens: whoever is switched off says nothing any more. */
function tell(sim: Sim, act: keyof typeof ACTS, of: string): void {
  if (act === "cable") {
    const link = linkOf(sim, of);
    const host = hostAt(sim, link.pairRef, "a");
    const words = `The cable of ${link.kind === "availability-a" ? "availability link A" : "availability link B"} was unplugged by hand at ${host.ref}.`;
    note(sim, [host, partnerHost(sim, host)], { kind: "link", ref: link.ref }, "warning", words);
    return;
  }
  if (act === "disk") {
    const { host, disk } = diskOf(sim, of);
    const words = `${disk.name} was taken out of ${host.ref} by hand.`;
    note(sim, [host], { kind: "component", ref: `${host.ref}/${disk.name}` }, severityOf(sim, host), words);
    return;
  }
  const host = hostOf(sim, of);
  // Its service processor has standby power, and is heard over the management network.
  const hears = isUp(linkOfKind(sim, host.pairRef, "management")) ? [partnerHost(sim, host)] : [];
  const words = `${host.ref} was switched off at its power button.`;
  note(sim, hears, { kind: "host", ref: host.ref }, severityOf(sim, host), words);
}

/** Critical where what is on this host alone goes with it. */
function severityOf(sim: Sim, host: SimHost): "warning" | "critical" {
  const other = otherSide(host.side);
  const alone = vmsOf(sim, host.pairRef).some(
    ({ legs, instances }) =>
      instances[host.side] && (!legs[other] || legs[other].failed || legs[other].missingBytes > 0),
  );
  return alone ? "critical" : "warning";
}

/** The rules against it: a host that hears its partner, or a witness, starts nothing past the token. */
function order(sim: Sim, vm: SimVm): void {
  const side = standbyOf(vm);
  if (side === null) return;
  const host = hostAt(sim, vm.pairRef, side);
  const refusal = tryOverride(sim, vm, host, "somebody in a hurry");
  const words =
    refusal === null
      ? `${host.ref} was ordered to start ${vm.name} past the token, and did.`
      : `${host.ref} was ordered to start ${vm.name} past the token, and refused: ${refusal}`;
  note(sim, [host], { kind: "vm", ref: vm.ref }, refusal === null ? "critical" : "warning", words);
}

function note(
  sim: Sim,
  witnesses: readonly SimHost[],
  subject: { readonly kind: "host" | "link" | "component" | "vm"; readonly ref: string },
  severity: "warning" | "critical",
  sentence: string,
): void {
  const host = witnesses.find(isHeard);
  if (!host) return;
  write(sim, host, {
    phase: "detected",
    rootRef: null,
    rule: "operator-error",
    faultKind: "operator-error",
    severity,
    clears: false,
    subject,
    vmRefs: subject.kind === "vm" ? [subject.ref] : [],
    actor: "host",
    sentence,
  });
}
