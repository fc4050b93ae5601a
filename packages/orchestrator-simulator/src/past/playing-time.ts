import { dialStopOf } from "@v-available/domain/level";
import { bytesOfMiB, resyncSpeed } from "../mirror";
import { linkOfKind } from "../network";
import { hostAt, type Sim, vmsOf } from "../sim";
import type { SimVm } from "../world/machine";
import type { Chance } from "./mishap";

/** Until a pair sleeps again of which nothing had to be copied. */
const REST_MS = 20_000;

/** About how long a mishap keeps its pair awake: what it holds, boots and copies. That is what playing it costs. */
export function playingMs(
  sim: Sim,
  { copies }: Chance,
  holdsMs: number,
  subjectRef: string,
  pairRef: string | null,
): number {
  const { hostBootMs } = sim.world.settings;
  const bootMs = copies === "pair" ? hostBootMs : 0;
  const bytes = copied(sim, copies, subjectRef, pairRef).reduce((sum, { diskMiB }) => sum + bytesOfMiB(diskMiB), 0);
  const copyMs = pairRef === null || bytes === 0 ? 0 : (bytes / speedOf(sim, pairRef)) * 1_000;
  return holdsMs + bootMs + copyMs + REST_MS;
}

function copied(sim: Sim, copies: Chance["copies"], subjectRef: string, pairRef: string | null): readonly SimVm[] {
  if (copies === undefined || pairRef === null) return [];
  const machines = vmsOf(sim, pairRef).filter(({ mirror }) => mirror !== null);
  if (copies === "machine") return machines.filter(({ ref }) => ref === subjectRef);
  return copies === "pair" ? machines : machines.filter((vm) => stopOf(sim, vm) === "fault-tolerance");
}

function stopOf(sim: Sim, { ref, pairRef }: SimVm) {
  const declared = hostAt(sim, pairRef, "a").durable?.vms[ref]?.intent.declared;
  return declared && dialStopOf(declared);
}

const speedOf = (sim: Sim, pairRef: string): number => resyncSpeed(sim, linkOfKind(sim, pairRef, "availability-b"));
