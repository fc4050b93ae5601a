import { type DialStop, dialStopOf, PROTECTION_OF_STOP } from "@v-available/domain/level";
import { SIDES, type Side } from "@v-available/domain/state";
import { emptyWitness, restoreWitness } from "../src/witness-step";
import { plan } from "./agenda";
import { truth } from "./check";
import { startAgent } from "./crash";
import { LAW, runUntil, tell } from "./run";
import { localMs, type World, type WorldHost, type WorldWitness } from "./world";

export interface MachineChoice {
  readonly stop: DialStop;
  readonly side: Side;
}

const newHost = (side: Side): WorldHost => ({
  side,
  clock: { rate: side === "a" ? 1.008 : 0.992, offsetMs: side === "a" ? 5_000 : 90_000 },
  powered: true,
  state: null,
  durable: null,
  incarnation: 0,
  agentLife: 0,
  powerLife: 0,
  tickAtMs: 0,
  crashAfter: null,
  readmit: false,
  processes: {},
  legs: {},
  replicas: {},
  standbys: {},
  watchdog: {},
  lastReportAtMs: {},
});

const newWitness = (storeId: string): WorldWitness => {
  const clock = { rate: 1.004, offsetMs: 777 };
  return {
    up: true,
    paths: { a: { up: true, down: true }, b: { up: true, down: true } },
    clock,
    state: restoreWitness(emptyWitness(storeId), localMs(clock, 0)),
    stranger: null,
    life: 0,
  };
};

function emptyWorld(alternate: boolean): World {
  return {
    nowMs: 0,
    chance: { state: 1 },
    agenda: { heap: [], order: 0 },
    hosts: { a: newHost("a"), b: newHost("b") },
    witnesses: { witness: newWitness("store"), ...(alternate ? { alternate: newWitness("other store") } : {}) },
    seat: { term: 0, witnessRef: "witness" },
    paths: {
      "link-a": { ab: true, ba: true },
      "link-b": { ab: true, ba: true },
      management: { ab: true, ba: true },
    },
    servesFromPartner: true,
    network: { lossRatio: 0, doubleRatio: 0, lateRatio: 0, lateMs: 100 },
    machines: {},
    onlyWitnessHurt: false,
    trace: null,
    told: {},
    steps: 0,
    ordered: false,
  };
}

/** A machine is at its level: running, and mirrored or in lockstep as declared. */
export function isAtLevel(world: World, vmRef: string): boolean {
  const machine = world.machines[vmRef];
  const register = truth(world, vmRef);
  if (machine === undefined || register === undefined) return false;
  const process = world.hosts[register.owner].processes[vmRef];
  // What is declared is what the owner was told; a dial that its crash swallowed was never accepted.
  const declared = world.hosts[register.owner].durable?.vms[vmRef]?.intent.declared;
  if (declared === undefined) return false;
  const stop = dialStopOf(declared);
  if (process === undefined || process.paused) return false;
  if (stop === "unprotected") return register.inSync.length === 1 && process.mirror === "off";
  const mirrored = register.inSync.length === 2 && process.mirror === "established" && !process.detached;
  if (stop === "high-availability") return mirrored && !process.lockstep;
  const standby = world.hosts[register.owner === "a" ? "b" : "a"].standbys[vmRef];
  return mirrored && process.lockstep && standby?.synchronized === true;
}

/** A deep copy that keeps the shapes of objects, which a structured clone does not: the steps on it are faster. */
function copyOf<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Set) return new Set(value) as T;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  const copy = { ...value };
  for (const key in copy) copy[key] = copyOf(copy[key]);
  return copy;
}

const settledWorlds = new Map<string, World>();

/** A pair on which these machines run at their levels and nothing is wrong; made by the protocol itself from nothing. */
export function settledWorld(choices: readonly MachineChoice[], alternate = false): World {
  const key = JSON.stringify([choices, alternate]);
  const known = settledWorlds.get(key);
  if (known) return copyOf(known);
  const world = emptyWorld(alternate);
  for (const side of SIDES) startAgent(world, side);
  plan(world.agenda, 10, { kind: "client" });
  runUntil(world, 100, LAW);
  choices.forEach(({ stop, side }, index) => {
    const vmRef = `vm-${index}`;
    world.machines[vmRef] = {
      vmRef,
      declared: stop,
      nextWrite: 0,
      acked: [],
      dirty: true,
      lastStartEpoch: 0,
      lastRegisterEpoch: 0,
      overridden: false,
      twoHistories: false,
      bothHeardSinceMs: null,
      question: null,
      wantedOn: true,
    };
    const command = {
      kind: "create",
      vmRef,
      name: `machine-${index}`,
      spec: "{}",
      declared: PROTECTION_OF_STOP[stop],
      desiredPower: "on",
    } as const;
    tell(world, side, { kind: "command", commandId: `create-${index}`, command }, LAW);
  });
  for (let waited = 0; waited < 60; waited++) {
    runUntil(world, world.nowMs + 500, LAW);
    if (Object.keys(world.machines).every((vmRef) => isAtLevel(world, vmRef))) {
      runUntil(world, world.nowMs + 3_000, LAW);
      for (const vmRef in world.machines) {
        const machine = world.machines[vmRef];
        if (machine && !isAtLevel(world, vmRef)) throw new Error(`${vmRef} did not stay at its level`);
      }
      settledWorlds.set(key, world);
      return copyOf(world);
    }
  }
  throw new Error(`the world did not settle: ${key} ${JSON.stringify(world.hosts.a.state?.vms)}`);
}
