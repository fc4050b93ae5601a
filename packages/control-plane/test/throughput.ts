// Run by itself: how fast the watch writes a storm of host records as sealed, chained events, on the embedded database.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@v-available/db/database";
import type { HostRecord } from "@v-available/domain/observed";
import type { Observation } from "@v-available/orchestrator/observation";
import type { Orchestrator } from "@v-available/orchestrator/orchestrator";
import { demoFleet } from "@v-available/orchestrator-simulator/demo-fleet";
import { createSimulator } from "@v-available/orchestrator-simulator/simulator";
import { startControlPlane } from "../src/control-plane";
import { systemClock } from "../src/environment";

const RECORDS = 3_000;
const RECORDS_IN_A_CHANGE = 10;
/** Reads of the overview, one after the other. */
const READS = 60;

const simulator = createSimulator({ seed: "bench", fleet: demoFleet(), wallMs: Date.now() - 60_000 });
simulator.advanceTo(60_000);

/** The snapshot of the simulated fleet, then records as fast as they are taken. */
async function* storm(signal: AbortSignal): AsyncGenerator<Observation> {
  for await (const observation of simulator.observe({ signal })) {
    yield observation;
    break;
  }
  const machines = demoFleet().machines;
  for (let sequence = 1; sequence <= RECORDS; sequence += RECORDS_IN_A_CHANGE) {
    const records = Array.from({ length: RECORDS_IN_A_CHANGE }, (_, at): HostRecord => {
      const machine = machines[(sequence + at) % machines.length];
      if (!machine) throw new Error("the demo has no machine");
      return {
        source: "bench-host",
        sequence: sequence + at,
        atMs: Date.now(),
        pairRef: machine.pairRef,
        phase: null,
        rootRef: null,
        rule: null,
        faultKind: null,
        severity: null,
        clears: false,
        subject: { kind: "pair", ref: machine.pairRef },
        vmRefs: [],
        actor: "host",
        sentence: `Record ${sequence + at} of a storm was taken.`,
      };
    });
    yield {
      type: "change",
      cursor: `storm ${sequence}`,
      atMs: Date.now(),
      heardAtMs: null,
      upserts: [],
      removed: [],
      tasks: [],
      records,
    };
  }
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
}

const orchestrator: Orchestrator = {
  name: "bench",
  product: "Bench",
  capabilities: () => simulator.capabilities(),
  observe: ({ signal }) => storm(signal),
  execute: (command, key) => simulator.execute(command, key),
  close: async () => {},
};

const directory = await mkdtemp(join(tmpdir(), "v-available-storm-"));
const db = await openDatabase({ kind: "pglite", directory });
const log = { info: () => {}, warn: () => {}, error: (message: string) => process.stderr.write(`${message}\n`) };
const setting = { version: "bench", organisation: "Bench", demo: false };
const beganAtMs = performance.now();
const desk = await startControlPlane({ db, clock: systemClock, log, orchestrators: [orchestrator], setting });
const newest = async () => (await desk.queries.eventList({ limit: 1 })).events[0]?.sequence ?? 0;
while ((await newest()) < RECORDS) await new Promise((resolve) => setTimeout(resolve, 20));
const writeSeconds = (performance.now() - beganAtMs) / 1_000;

const readBeganAtMs = performance.now();
for (let at = 0; at < READS; at++) await desk.queries.overview();
const readMs = (performance.now() - readBeganAtMs) / READS;

await desk.stop();
await db.close();
await rm(directory, { recursive: true, force: true });
process.stdout.write(
  JSON.stringify([
    { what: "control plane: events written on PGlite", value: RECORDS / writeSeconds, unit: "/s" },
    { what: "control plane: one overview on PGlite", value: readMs, unit: "ms" },
  ]),
);
