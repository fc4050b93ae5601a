import { DIAL_STOPS } from "@v-available/domain/level";
import { otherSide, SIDES } from "@v-available/domain/state";
import { LAB_KINDS, offerOf } from "@v-available/orchestrator-simulator/fault-lab";
import { draw } from "@v-available/orchestrator-simulator/random-stream";
import { type Sim, vmsOf } from "@v-available/orchestrator-simulator/sim";
import type { TestWorld } from "../world";
import { pairRefOf } from "./fleet";
import type { FuzzRun, Op, Open } from "./run";

type Doing = Op["do"];

const OFTEN: Readonly<Record<Doing, number>> = {
  inject: 10,
  clear: 4,
  start: 0.7,
  stop: 0.7,
  protect: 1,
  "switch-active": 0.7,
  remove: 0.3,
  create: 0.5,
  "enter-maintenance": 0.6,
  "leave-maintenance": 0.4,
  repeat: 0.5,
  acknowledge: 0.4,
  unacknowledge: 0.2,
};
const TOTAL = Object.values(OFTEN).reduce((sum, weight) => sum + weight, 0);

/** What happens to a fleet at a moment, of all that can: faults of the whole catalogue, questions to what is there. */
export async function choose(
  world: TestWorld,
  seed: string,
  { name }: Pick<FuzzRun, "name">,
  { key }: Open,
): Promise<Op | null> {
  const streams = {};
  const chance = () => draw(streams, seed, `${name} ${key}`);
  const below = (limit: number) => Math.floor(chance() * limit);
  const oneOf = <T>(things: readonly T[]): T | undefined => things[below(things.length)];
  const { lab, sim } = world.simulator;
  const pairRef = pairRefOf({ name });
  const isOurs = (of: { readonly pairRef: string | null; readonly ref: string }) =>
    of.pairRef === null ? sim.world.witnesses[of.ref]?.pairs.includes(pairRef) === true : of.pairRef === pairRef;
  const what = drawnOf(chance());
  switch (what) {
    case "inject": {
      const kind = oneOf(LAB_KINDS);
      const subject = kind && oneOf(offerOf(sim, kind).subjects.filter(isOurs));
      return kind && subject ? { do: what, kind, subject: called(sim, subject.ref) } : null;
    }
    case "clear": {
      const fault = oneOf(lab.active().filter((one) => isOurs({ ...one, ref: one.subjectRef })));
      return fault ? { do: what, kind: fault.kind, subject: called(sim, fault.subjectRef) } : null;
    }
    case "create": {
      const [side, level] = [oneOf(SIDES), oneOf(DIAL_STOPS)];
      return side && level ? { do: what, key, side, level } : null;
    }
    case "enter-maintenance":
    case "leave-maintenance": {
      const host = oneOf(Object.values(sim.world.hosts).filter(isOurs));
      return host ? { do: what, key, host: host.name } : null;
    }
    case "repeat":
      return { do: what, key: below(key) };
    case "acknowledge":
    case "unacknowledge": {
      const open = await world.desk.queries.alarmList({ limit: 300, includeCleared: false });
      const ours = open.filter(({ pair }) => pair?.name === name);
      const rows = ours.map(({ kind, subject }) => ({ kind, subject: subject.name })).sort(byText);
      const alarm = oneOf(rows);
      return alarm ? { do: what, ...alarm } : null;
    }
    default: {
      const vm = oneOf(vmsOf(sim, pairRef));
      if (!vm) return null;
      if (what === "protect") return { do: what, key, machine: vm.name, level: oneOf(DIAL_STOPS) ?? "unprotected" };
      if (what !== "switch-active") return { do: what, key, machine: vm.name };
      const from = SIDES.find((side) => vm.instances[side]?.role === "active") ?? "a";
      return { do: what, key, machine: vm.name, to: otherSide(from) };
    }
  }
}

const called = (sim: Sim, ref: string): string => sim.world.vms[ref]?.name ?? ref;

function drawnOf(chance: number): Doing {
  let left = chance * TOTAL;
  for (const [doing, weight] of Object.entries(OFTEN)) {
    if (left < weight) return doing as Doing;
    left -= weight;
  }
  return "inject";
}

const byText = (one: object, other: object): number => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);
