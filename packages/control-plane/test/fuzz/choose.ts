import type { FaultKind } from "@v-available/domain/fault-kind";
import { DIAL_STOPS } from "@v-available/domain/level";
import { otherSide, SIDES } from "@v-available/domain/state";
import { offerOf } from "@v-available/orchestrator-simulator/fault-lab";
import { draw } from "@v-available/orchestrator-simulator/random-stream";
import { type Sim, vmsOf } from "@v-available/orchestrator-simulator/sim";
import type { TestWorld } from "../world";
import { type Catalogue, isIn } from "./build-kinds";
import { farSiteRefOf, pairRefOf } from "./fleet";
import { likelihoodOf, weighed } from "./likelihood";
import { COPIED, type FuzzRun, type Op, type Open } from "./run";

/**
 * What happens to a fleet at a moment, of all that can: faults of the whole catalogue, questions to what is there.
 * @returns nothing where there is nothing that it could happen to
 */
export async function choose(
  world: TestWorld,
  seed: string,
  run: Pick<FuzzRun, "name" | "recoverySite">,
  { key }: Open,
  catalogue: Catalogue = "first",
): Promise<readonly Op[]> {
  const { name, recoverySite } = run;
  const streams = {};
  const chance = () => draw(streams, seed, `${name} ${key}`);
  const below = (limit: number) => Math.floor(chance() * limit);
  const oneOf = <T>(things: readonly T[]): T | undefined => things[below(things.length)];
  const { lab, sim } = world.simulator;
  const pairRef = pairRefOf(run);
  const isOurs = (of: { readonly pairRef: string | null; readonly ref: string }) =>
    of.pairRef === null
      ? of.ref === farSiteRefOf(run) || sim.world.witnesses[of.ref]?.pairs.includes(pairRef) === true
      : of.pairRef === pairRef;
  const subjectsOf = (kind: FaultKind) =>
    offerOf(sim, kind).subjects.filter((of) => isOurs(of) && isIn(catalogue, of.ref));
  const fault = (kind: FaultKind, ref: string): Op => ({ do: "inject", kind, subject: called(sim, ref) });
  const copied = () => (recoverySite && chance() < COPIED ? { copied: true as const } : {});
  const { often, kindOf } = likelihoodOf(run, draw({}, seed, `${name} likelihood`), catalogue);
  const what = weighed(often, chance());
  switch (what) {
    case undefined:
      return [];
    case "inject": {
      const inDrill = vmsOf(sim, pairRef).some(({ recovery }) => recovery?.drill);
      const kind = kindOf(chance, inDrill);
      const subject = kind && oneOf(subjectsOf(kind));
      return subject ? [fault(kind, subject.ref)] : [];
    }
    case "isolate": {
      const host = oneOf(Object.values(sim.world.hosts).filter(isOurs));
      if (!host) return [];
      const paths = subjectsOf("witness-path").filter(({ ref }) => ref.startsWith(`${host.ref}/`));
      return [fault("partition", pairRef), ...paths.map(({ ref }) => fault("witness-path", ref))];
    }
    case "clear": {
      const standing = oneOf(lab.active().filter((one) => isOurs({ ...one, ref: one.subjectRef })));
      return standing ? [{ do: what, kind: standing.kind, subject: called(sim, standing.subjectRef) }] : [];
    }
    case "choose-copy": {
      const asked = vmsOf(sim, pairRef).filter(({ fork, question }) => fork || question);
      const [vm, keep] = [oneOf(asked), oneOf(SIDES)];
      return vm && keep ? [{ do: what, key, machine: vm.name, keep }] : [];
    }
    case "create": {
      const [side, level] = [oneOf(SIDES), oneOf(DIAL_STOPS)];
      return side && level ? [{ do: what, key, side, level, ...copied() }] : [];
    }
    case "enter-maintenance":
    case "leave-maintenance": {
      const host = oneOf(Object.values(sim.world.hosts).filter(isOurs));
      return host ? [{ do: what, key, host: host.name }] : [];
    }
    case "repeat":
      return [{ do: what, key: below(key) }];
    case "acknowledge":
    case "unacknowledge": {
      const open = await world.desk.queries.alarmList({ limit: 300, includeCleared: false });
      const ours = open.filter(({ pair }) => pair?.name === name);
      const rows = ours.map(({ kind, subject }) => ({ kind, subject: subject.name })).sort(byText);
      const alarm = oneOf(rows);
      return alarm ? [{ do: what, ...alarm }] : [];
    }
    case "drill":
    case "end-drill": {
      const copies = vmsOf(sim, pairRef).filter(({ recovery }) => recovery);
      const running = copies.filter(({ recovery }) => recovery?.drill);
      const vm = oneOf(what === "end-drill" && running.length > 0 ? running : copies);
      return vm ? [{ do: what, key, machine: vm.name }] : [];
    }
    default: {
      const vm = oneOf(vmsOf(sim, pairRef));
      if (!vm) return [];
      if (what === "protect")
        return [{ do: what, key, machine: vm.name, level: oneOf(DIAL_STOPS) ?? "unprotected", ...copied() }];
      if (what !== "switch-active") return [{ do: what, key, machine: vm.name }];
      const from = SIDES.find((side) => vm.instances[side]?.role === "active") ?? "a";
      return [{ do: what, key, machine: vm.name, to: otherSide(from) }];
    }
  }
}

/** A machine by its name, also within what is about it. */
function called(sim: Sim, ref: string): string {
  const [, before = "", of = "", after = ""] = /^((?:\w+:)?)(.*?)((?:\/unknown)?)$/.exec(ref) ?? [];
  const name = sim.world.vms[of]?.name;
  return name === undefined ? ref : `${before}${name}${after}`;
}

const byText = (one: object, other: object): number => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);
