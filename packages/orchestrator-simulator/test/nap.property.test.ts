import fc from "fast-check";
import { expect, it } from "vitest";
import { smallFleetOfEachLevel, withAlternateWitness } from "../src/demo-fleet";
import { SETTINGS_OF_PACE } from "../src/pace";
import { createSimulator, type Simulator } from "../src/simulator";
import { SafetyCheck } from "./safety";
import { WALL_MS } from "./schedule";

const SEED = Number(process.env.NAP_SEED ?? 4_711);
const RUNS = 16;

/**
 * One thing that befalls the pair: for how long, and how long it has been left alone before. Never for less than a host
 * needs to lose its partner and to decide on it (0.2 s each, from its last heartbeat): what is over in between depends
 * on where in a beat it began, and a nap moves the beats.
 */
const fault = fc.record({
  quietMs: fc.integer({ min: 4_000, max: 90_000 }),
  kind: fc.nat(40),
  subject: fc.nat(20),
  holdsMs: fc.integer({ min: 600, max: 30_000 }),
});
type Fault = typeof fault extends fc.Arbitrary<infer T> ? T : never;

function worldThat(naps: boolean, alternate: boolean): Simulator {
  const { brisk } = SETTINGS_OF_PACE;
  const fleet = smallFleetOfEachLevel();
  return createSimulator({
    seed: "naps",
    fleet: alternate ? withAlternateWitness(fleet) : fleet,
    wallMs: WALL_MS,
    afterEvent: new SafetyCheck().after,
    settings: {
      ...brisk,
      // Well within a lease: otherwise it depends on when the last one was renewed whether a machine outlives its agent.
      agentRestartMs: 500,
      rhythm: { ...brisk.rhythm, napAfterMs: naps ? brisk.rhythm.napAfterMs : null },
    },
  });
}

/** Until everything that can be repaired is, and has come to rest. */
const SETTLE_MS = 90_000;

function befall(simulator: Simulator, { quietMs, kind, subject, holdsMs }: Fault): void {
  const { lab } = simulator;
  simulator.advanceTo(simulator.nowMs() + quietMs);
  const offers = lab.catalogue().filter(({ subjects }) => subjects.length > 0);
  const offer = offers[kind % offers.length];
  const one = offer?.subjects[subject % offer.subjects.length];
  const struck = offer && one && lab.inject({ kind: offer.kind, subjectRef: one.ref });
  simulator.advanceTo(simulator.nowMs() + holdsMs);
  if (struck && lab.active().some(({ id }) => id === struck.id)) lab.clear(struck.id);
  simulator.advanceTo(simulator.nowMs() + SETTLE_MS);
}

/** What came of it, without a word of when. */
function outcomeOf({ sim, clientOf }: Simulator, simulator: Simulator) {
  const { world } = sim;
  const told = world.journal.records.map(
    ({ source, rule, phase, subject }) => `${source}: ${rule} ${phase} ${subject.ref}`,
  );
  return {
    told: told.sort(),
    registers: Object.values(world.witnesses).map(({ protocolOf }) =>
      Object.values(protocolOf).map(({ durable }) =>
        Object.values(durable.pairs).map((registers) =>
          Object.values(registers).map(({ epoch, owner, inSync }) => ({ epoch, owner, inSync })),
        ),
      ),
    ),
    machines: Object.values(world.vms).map((vm) => ({
      name: vm.name,
      instances: [vm.instances.a?.state, vm.instances.b?.state],
      copies: [vm.legs.a?.missingBytes, vm.legs.b?.missingBytes],
      mirror: vm.mirror?.state,
      lockstep: vm.lockstep?.state,
      seen: (({ lost, connectionsLost, memoryLost }) => ({ lost, connectionsLost, memoryLost }))(
        clientOf.call(simulator, vm.ref),
      ),
    })),
  };
}

it("a nap changes nothing but times: the same befalls a pair that slept and one that did not, and the same comes of it", () => {
  let slept = 0;
  fc.assert(
    fc.property(fc.array(fault, { minLength: 1, maxLength: 2 }), fc.boolean(), (faults, alternate) => {
      const [sleeper, waker] = [worldThat(true, alternate), worldThat(false, alternate)];
      for (const next of faults) for (const one of [sleeper, waker]) befall(one, next);
      expect(outcomeOf(sleeper, sleeper)).toEqual(outcomeOf(waker, waker));
      slept += sleeper.sim.world.pairs["pair-one"]?.sleptMs ?? 0;
      expect(waker.sim.world.pairs["pair-one"]?.sleptMs ?? 0).toBe(0);
    }),
    { numRuns: RUNS, seed: SEED },
  );
  expect(slept, "it slept at all").toBeGreaterThan(RUNS * 10_000);
});
