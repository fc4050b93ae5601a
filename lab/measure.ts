import fs from "node:fs";
import path from "node:path";
import type { HostRecord } from "@v-available/domain/observed";
import { otherSide } from "@v-available/domain/state";
import { awaitIdenticalCopies } from "./disk-copies";
import type { Lab } from "./lab";
import { isMirrored, LabWatch } from "./lab-watch";
import { makeMachine } from "./machine-command";
import { type Measured, type Measurement, markdownOf } from "./measure-table";
import { CUT_GROUPS } from "./network";
import { REPOSITORY } from "./settings";
import { until } from "./shell";
import { WriterProcess } from "./writer-process";

const MACHINE = "measured";
const LIMIT_MS = 180_000;
/** Shorter pauses are ordinary for a client on a computer that does everything at once. */
const GAP_MS = 60;

const RUNS: Readonly<Record<Measurement, number>> = { "host-lost": 10, "partner-lost": 3, "links-cut": 3, switch: 3 };
export const MEASUREMENTS = Object.keys(RUNS) as Measurement[];
/** Beside the labs, so that it stays when they end. */
export const RESULTS = path.join(REPOSITORY, ".lab", "measured.jsonl");

interface Bench {
  readonly lab: Lab;
  readonly watch: LabWatch;
  readonly writer: WriterProcess;
  readonly vmRef: string;
}

/** Measures on a running lab, and writes each run down as soon as it is over. @returns the table of all runs so far */
export async function measure(lab: Lab, which: readonly Measurement[], runs: number | null): Promise<string> {
  await makeMachine(lab.settings, MACHINE);
  const watch = await LabWatch.open(lab);
  const { ref, ip } = await watch.vmIs(MACHINE, "is protected", LIMIT_MS, isMirrored);
  if (ip === null) throw new Error(`The machine ${MACHINE} has no address.`);
  const bench: Bench = { lab, watch, writer: new WriterProcess(lab, ip, GAP_MS), vmRef: ref };
  await bench.writer.nextAck(LIMIT_MS);
  try {
    for (const measurement of which) {
      for (let run = 1; run <= (runs ?? RUNS[measurement]); run++) {
        const measured = await PROCEDURES[measurement](bench);
        fs.appendFileSync(RESULTS, `${JSON.stringify(measured)}\n`);
        console.log(`${measurement} ${run}: ${JSON.stringify(measured)}`);
      }
    }
  } finally {
    await bench.writer.kill();
    await watch.close();
  }
  return measuredSoFar();
}

export function measuredSoFar(): string {
  const lines = fs.existsSync(RESULTS) ? fs.readFileSync(RESULTS, "utf8").split("\n").filter(Boolean) : [];
  return markdownOf(lines.map((line) => JSON.parse(line) as Measured));
}

const PROCEDURES: Readonly<Record<Measurement, (bench: Bench) => Promise<Measured>>> = {
  "host-lost": (bench) => {
    const { lab } = bench;
    const side = activeOf(bench);
    return fault(
      bench,
      "host-lost",
      () => lab.pullPlug(side),
      () => lab.revive(side),
    );
  },
  "partner-lost": (bench) => {
    const { lab } = bench;
    const side = otherSide(activeOf(bench));
    return fault(
      bench,
      "partner-lost",
      () => lab.pullPlug(side),
      () => lab.revive(side),
    );
  },
  "links-cut": (bench) => {
    const { lab } = bench;
    const links = CUT_GROUPS.links ?? [];
    return fault(
      bench,
      "links-cut",
      () => lab.cut(links),
      () => lab.mend(links),
    );
  },
  switch: (bench) => {
    const { watch, vmRef } = bench;
    const to = otherSide(activeOf(bench));
    return fault(bench, "switch", () => watch.carryOut({ kind: "vm.switch-active", vmRef, to }, LIMIT_MS), null);
  },
};

function activeOf({ watch }: Bench) {
  const vm = watch.vm(MACHINE);
  if (vm === undefined) throw new Error("The machine is not observed.");
  return vm.activeSide;
}

async function fault(
  bench: Bench,
  measurement: Measurement,
  begin: () => Promise<void>,
  end: (() => Promise<void>) | null,
): Promise<Measured> {
  const { lab, watch, writer, vmRef } = bench;
  const before = { records: watch.records.length, gaps: writer.all("gap").length, boots: writer.all("boot").length };
  const [acknowledgedBefore, lostBefore] = [writer.acknowledged, writer.lost];
  const beganAtMs = Date.now();
  await begin();
  const told = (phase: HostRecord["phase"]) =>
    watch.records.slice(before.records).find((record) => record.phase === phase && record.atMs >= beganAtMs);
  if (end !== null) {
    await until("the machine to act", LIMIT_MS, () => told("acted"));
    const acted = told("acted")?.atMs ?? 0;
    await until("an acknowledgement after it", LIMIT_MS, () => writer.all("acks").some(({ atMs }) => atMs > acted));
  }
  await writer.nextAck(LIMIT_MS);
  const gap = writer
    .all("gap")
    .slice(before.gaps)
    .filter((one) => one.nextAckAtMs > beganAtMs)
    .sort(longestFirst)[0];
  const booted = writer.all("boot").length > before.boots;
  const endedAtMs = Date.now();
  await end?.();
  await watch.vmIs(MACHINE, "is protected again", LIMIT_MS, isMirrored);
  const restoredMs = Date.now() - endedAtMs;
  await writer.nextAck(LIMIT_MS);
  await awaitIdenticalCopies(lab.settings, vmRef, writer);
  const since = (record: HostRecord | undefined) => (record === undefined ? null : record.atMs - beganAtMs);
  return {
    measurement,
    at: new Date(beganAtMs).toISOString(),
    detectedMs: since(told("detected")),
    decidedMs: since(told("decided")),
    actedMs: since(told("acted")),
    answeredMs: gap === undefined ? null : gap.nextAckAtMs - beganAtMs,
    silentMs: gap?.ms ?? GAP_MS,
    booted,
    restoredMs,
    acknowledged: writer.acknowledged - acknowledgedBefore,
    lost: writer.lost - lostBefore,
    copies: "identical",
  };
}

const longestFirst = (one: { ms: number }, other: { ms: number }) => other.ms - one.ms;
