import { otherSide, SIDES, type Side } from "@v-available/domain/state";
import { countWords } from "@v-available/domain/wording";
import type { Sim } from "../sim";
import { copiedTo, pairsAt, witnessesAt } from "../site";
import { isInLockstep } from "../standby-fault";
import { areComparable } from "../verify";
import type { SimHost } from "../world/host";
import type { SimLink } from "../world/link";
import type { SimVm } from "../world/machine";
import type { SimPair, SimSite } from "../world/pair";
import type { SimWitness } from "../world/witness";
import type { FaultSubjectOffer, FaultSubjects } from "./fault-type";

/** Subjects that are things of the world by their own refs. */
function every<Thing extends { readonly ref: string }>(
  things: (sim: Sim) => Readonly<Record<string, Thing>>,
  describe: (thing: Thing, sim: Sim) => Omit<FaultSubjectOffer, "ref"> | null,
): FaultSubjects {
  const find = (sim: Sim, ref: string): FaultSubjectOffer | null => {
    const thing = things(sim)[ref];
    const words = thing ? describe(thing, sim) : null;
    return words && { ref, ...words };
  };
  return { refs: (sim) => Object.keys(things(sim)).filter((ref) => find(sim, ref) !== null), find };
}

type Words<Thing> = (thing: Thing, sim: Sim) => Omit<FaultSubjectOffer, "ref"> | null;

const named = ({ name, pairRef }: SimHost | SimVm) => ({ label: name, pairRef });
const member = (host: SimHost) => (host.strayed ? null : named(host));
export const everyHost = every<SimHost>(({ world }) => world.hosts, member);
/** A host that runs: one without power, or that boots, has nothing more to lose at once. */
export const everyRunningHost = every<SimHost>(
  ({ world }) => world.hosts,
  (host) => (host.power === "on" ? member(host) : null),
);
/** Its agent runs, is started again, or is left down. */
export const everyHostWithAgent = every<SimHost>(
  ({ world }) => world.hosts,
  (host) => (host.power === "on" ? member(host) : null),
);
export const everyMachine = every<SimVm>(({ world }) => world.vms, named);
/** A site at which something stands that it could take with it. */
export const everySite = every<SimSite>(
  ({ world }) => world.sites,
  ({ ref, name }, sim) => {
    const { whole, spanning } = pairsAt(sim, ref);
    const things = (
      [
        [whole.length, "pair", "pairs"],
        [spanning.length, "pair with another site", "pairs with another site"],
        [witnessesAt(sim, ref).length, "witness", "witnesses"],
        [copiedTo(sim, ref).length, "pair that keeps copies there", "pairs that keep copies there"],
      ] as const
    ).flatMap(([count, one, many]) => (count === 0 ? [] : countWords(count, one, many)));
    return things.length === 0 ? null : { label: `${name}, ${things.join(", ")}`, pairRef: null };
  },
);

export const everyMachineInLockstep = every<SimVm>(
  ({ world }) => world.vms,
  (vm) => (isInLockstep(vm) ? named(vm) : null),
);
/** Also while its standby is built anew, or was slow and is given up. */
export const everyMachineWithStandby = every<SimVm>(
  ({ world }) => world.vms,
  (vm) => (vm.lockstep !== null || vm.slowStandby ? named(vm) : null),
);
export const everyMirroredMachine = every<SimVm>(
  ({ world }) => world.vms,
  (vm) => (vm.mirror?.state === "established" ? named(vm) : null),
);
/** It runs on one side, and the other has a copy from which somebody could start it. */
export const everyMachineWithSpareCopy = every<SimVm>(
  ({ world }) => world.vms,
  (vm) => (spareSideOf(vm) === null ? null : named(vm)),
);
export function spareSideOf({ instances, legs }: SimVm): Side | null {
  const [active, ...others] = SIDES.filter((side) => instances[side]?.role === "active");
  if (active === undefined || others.length > 0) return null;
  const leg = legs[otherSide(active)];
  return leg && !leg.failed && leg.missingBytes === 0 ? otherSide(active) : null;
}
/** Both its copies count, so that a comparison says something. */
export const everyComparableMachine = every<SimVm>(
  ({ world }) => world.vms,
  (vm, sim) => (areComparable(sim, vm) ? named(vm) : null),
);
export const everyPair = every<SimPair>(
  ({ world }) => world.pairs,
  ({ ref, name }) => ({ label: name, pairRef: ref }),
);
export const everyLink = (words: Words<SimLink>) => every<SimLink>(({ world }) => world.links, words);
export const everyWitness = (words: Words<SimWitness>) => every<SimWitness>(({ world }) => world.witnesses, words);

/** Subjects that belong to a host and are named after it: "host-lit-a/disk-0". */
export function everyOfHosts(
  parts: (host: SimHost, sim: Sim) => readonly string[],
  label: (host: SimHost, part: string, sim: Sim) => string,
): FaultSubjects {
  return {
    refs: (sim) =>
      Object.values(sim.world.hosts)
        .filter(({ strayed }) => !strayed)
        .flatMap((host) => parts(host, sim).map((part) => `${host.ref}/${part}`)),
    find(sim, ref) {
      const [hostRef = "", part = ""] = ref.split("/");
      const host = sim.world.hosts[hostRef];
      if (!host || !parts(host, sim).includes(part)) return null;
      return { ref, label: label(host, part, sim), pairRef: host.pairRef };
    },
  };
}
