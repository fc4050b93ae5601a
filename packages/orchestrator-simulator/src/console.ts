import type { FaultKind } from "@v-available/domain/fault-kind";
import { Refusal } from "@v-available/domain/refusal";
import { cursorAt, journalEnd, recordsAfter } from "./journal";
import type { Sim } from "./sim";
import type { World } from "./world";
import type { SimConsole } from "./world/watched";

const OF_THE_CONSOLE: ReadonlySet<FaultKind> = new Set(["control-plane-down", "orchestrator-unreachable"]);
export const isOfTheConsole = (kind: FaultKind): boolean => OF_THE_CONSOLE.has(kind);

/** Nothing that hosts say reaches it, and nothing that it says reaches them. No host knows or needs to. */
export const isConsoleCutOff = ({ faults }: World): boolean =>
  Object.values(faults).some(({ kind }) => isOfTheConsole(kind));

export const cutOff = (): Refusal =>
  new Refusal({ code: "unreachable", message: "Nothing comes through between the console and the simulated hosts." });

/** From now on somebody reads what hosts write down, as a console does: by a cursor, from where it was. */
export function beginListening(sim: Sim): void {
  const lastOf = Object.fromEntries(Object.values(sim.world.hosts).map(({ ref, lastRecord }) => [ref, lastRecord]));
  sim.world.console = { position: journalEnd(sim), lastOf, heard: 0, late: 0, longestWaitMs: 0, missing: 0 };
}

/** What was written since it listened last, all of it and in order, or it says so. */
export function listen(sim: Sim): void {
  const { console, wallOffsetMs, nowMs } = sim.world;
  if (!console || console.position === journalEnd(sim) || isConsoleCutOff(sim.world)) return;
  for (const { source, sequence, atMs } of recordsAfter(sim, cursorAt(sim, console.position))) {
    const waitedMs = Math.round(nowMs + wallOffsetMs) - atMs;
    console.heard += 1;
    if (waitedMs > 0) console.late += 1;
    console.longestWaitMs = Math.max(console.longestWaitMs, waitedMs);
    if (sequence !== (console.lastOf[source] ?? 0) + 1) console.missing += 1;
    console.lastOf[source] = sequence;
  }
  console.position = journalEnd(sim);
}

/** It has all that hosts ever wrote since it began to listen. */
export const hasHeardAll = (sim: Sim, { missing, lastOf }: SimConsole): boolean =>
  missing === 0 && Object.values(sim.world.hosts).every(({ ref, lastRecord }) => lastOf[ref] === lastRecord);
