import { Refusal } from "@v-available/domain/refusal";
import fc from "fast-check";
import { smallFleetOfEachLevel, withAlternateWitness } from "../src/demo-fleet";
import type { AfterEvent } from "../src/engine";
import { SETTINGS_OF_PACE } from "../src/pace";
import { createSimulator, type Simulator } from "../src/simulator";
import type { SimulatorStore } from "../src/store";

/** What is done to a world, as data: the same again does the same. */
export type Deed =
  | { readonly do: "pass"; readonly ms: number }
  | { readonly do: "inject"; readonly kind: number; readonly subject: number }
  | { readonly do: "clear"; readonly which: number }
  | { readonly do: "ask"; readonly verb: number; readonly machine: number };

const pass = fc.record({ do: fc.constant("pass" as const), ms: fc.integer({ min: 1, max: 6_000 }) });
const inject = fc.record({ do: fc.constant("inject" as const), kind: fc.nat(60), subject: fc.nat(30) });
const clear = fc.record({ do: fc.constant("clear" as const), which: fc.nat(10) });
const ask = fc.record({ do: fc.constant("ask" as const), verb: fc.nat(4), machine: fc.nat(2) });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: pass },
  { weight: 4, arbitrary: inject },
  { weight: 2, arbitrary: clear },
  { weight: 1, arbitrary: ask },
);
export const deeds = (maxLength: number) => fc.array(deed, { minLength: 3, maxLength });

export const WALL_MS = 1_780_000_000_000;

export const newWorld = (
  seed: string,
  {
    afterEvent,
    store,
    alternate = false,
  }: { afterEvent?: AfterEvent; store?: SimulatorStore; alternate?: boolean } = {},
): Simulator =>
  createSimulator({
    seed,
    fleet: alternate ? withAlternateWitness(smallFleetOfEachLevel()) : smallFleetOfEachLevel(),
    wallMs: WALL_MS,
    settings: SETTINGS_OF_PACE.brisk,
    afterEvent,
    store,
  });

/** Does one thing; what the world refuses it refuses. */
export async function perform(simulator: Simulator, next: Deed, number: number): Promise<void> {
  const { lab, sim } = simulator;
  if (next.do === "pass") return simulator.advanceTo(simulator.nowMs() + next.ms);
  try {
    if (next.do === "inject") {
      const offers = lab.catalogue().filter(({ subjects }) => subjects.length > 0);
      const offer = offers[next.kind % offers.length];
      const subject = offer?.subjects[next.subject % offer.subjects.length];
      if (offer && subject) lab.inject({ kind: offer.kind, subjectRef: subject.ref });
    } else if (next.do === "clear") {
      const active = lab.active();
      const fault = active[next.which % Math.max(1, active.length)];
      if (fault) lab.clear(fault.id);
    } else {
      const vmRef = Object.keys(sim.world.vms)[next.machine];
      if (vmRef) await simulator.execute(commandOf(next.verb, vmRef), `task-${number}`);
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

function commandOf(verb: number, vmRef: string): Parameters<Simulator["execute"]>[0] {
  const at = (compute: "restart" | "lockstep", mirror: "sync" | "none") =>
    ({ kind: "vm.protect", vmRef, protection: { compute, mirror, separation: "host", recovery: "none" } }) as const;
  const commands = [
    { kind: "vm.stop", vmRef },
    { kind: "vm.start", vmRef },
    { kind: "vm.switch-active", vmRef, to: verb % 2 === 0 ? "a" : "b" },
    at("restart", "sync"),
    at("lockstep", "sync"),
  ] as const;
  return commands[verb % commands.length] ?? commands[0];
}

export async function performAll(simulator: Simulator, all: readonly Deed[]): Promise<void> {
  for (const [number, next] of all.entries()) await perform(simulator, next, number);
}
