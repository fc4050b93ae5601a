import { type ExposureCause, exposure } from "@v-available/db/schema/exposure";
import type { FaultKind } from "@v-available/domain/fault-kind";
import type { ObservedVm } from "@v-available/domain/observed";
import type { PairFacts } from "@v-available/domain/pair-facts";
import { protectionOf } from "@v-available/domain/protection";
import { isExposed } from "@v-available/domain/protection-rank";
import { type HostState, otherSide, SIDES, type Side } from "@v-available/domain/state";
import { eq } from "drizzle-orm";
import { type FactWriter, inChunks } from "../ledger";
import type { ExposureRecord, Memory } from "./memory";

const CAUSE: Partial<Record<FaultKind, ExposureCause>> = {
  "host-power-loss": "host-lost",
  "host-crash": "host-lost",
  "hypervisor-hang": "host-lost",
  "memory-uncorrectable": "host-lost",
  "cpu-machine-check": "host-lost",
  "site-power": "host-lost",
  "site-isolated": "host-lost",
  "disk-failed": "disk",
  "disk-slow": "disk",
  "disk-transient": "disk",
  "controller-failed": "disk",
  "storage-full": "disk",
  "mirror-out-of-sync": "disk",
  "verify-mismatch": "disk",
  "availability-link": "links",
  "availability-links": "links",
  "link-flapping": "links",
  "link-latency": "links",
  "link-loss": "links",
  "link-saturated": "links",
  "switch-failed": "links",
  partition: "links",
  "witness-lost": "witness",
  "witness-path": "witness",
};

const OF_PLANNED_WORK: ReadonlySet<HostState> = new Set(["Evacuating", "Maintenance", "Finalizing"]);

/**
 * Keeps, for each machine, the stretches of time in which it had less than was declared. Time that was not observed is
 * no exposure and no protection: a stretch is neither begun nor ended while the state is Unknown.
 */
export async function followExposure(
  writer: FactWriter,
  memory: Memory,
  pairRefs: ReadonlySet<string>,
  staleAfterMs: number,
  busyVmIds: ReadonlySet<string>,
): Promise<void> {
  const begun: ExposureRecord[] = [];
  for (const pairRef of pairRefs) {
    const facts = memory.fleet.pairFacts(pairRef, writer.nowMs, staleAfterMs);
    for (const machine of facts.machines) {
      const id = memory.fleet.get("vm", machine.ref)?.id;
      const protection = protectionOf(machine, facts);
      if (!id || protection.state === "Unknown") continue;
      const running = memory.exposures.get(id);
      const exposed = protection.power !== "off" && isExposed(protection);
      if (exposed && !running) {
        const fromMs = Math.min(protection.sinceMs ?? writer.nowMs, writer.nowMs);
        const cause = causeOf(memory, id, machine, facts, busyVmIds);
        const row = { id: writer.newId(), vmId: id, cause, fromMs, toMs: null, missingSide: missingSideOf(machine) };
        begun.push(row);
        memory.exposures.set(id, row);
        writer.touch("vm", id);
      } else if (exposed && running) {
        // What took the copy away may only be understood later, and which of the two it was.
        const understood = causeOf(memory, id, machine, facts, busyVmIds) === "host-lost" ? "host-lost" : running.cause;
        const missingSide = missingSideOf(machine);
        if (understood === running.cause && missingSide === running.missingSide) continue;
        Object.assign(running, { cause: understood, missingSide });
        await writer.db.update(exposure).set({ cause: understood, missingSide }).where(eq(exposure.id, running.id));
      } else if (!exposed && running) {
        await endExposure(writer, memory, id);
        writer.touch("vm", id);
      }
    }
  }
  await inChunks(begun, 1_000, (rows) => writer.db.insert(exposure).values(rows));
}

export async function endExposure(writer: FactWriter, memory: Memory, vmId: string): Promise<void> {
  const running = memory.exposures.get(vmId);
  if (!running) return;
  memory.exposures.delete(vmId);
  await writer.db
    .update(exposure)
    .set({ toMs: Math.max(running.fromMs, writer.nowMs) })
    .where(eq(exposure.id, running.id));
}

/** The one copy that is not whole; where both look alike it is what the active side could not fall back on. */
function missingSideOf({ mirror: { legs }, activeSide }: ObservedVm): Side {
  const [behind, both] = SIDES.filter((side) => legs[side] !== "UpToDate");
  return behind === undefined || both !== undefined ? otherSide(activeSide) : behind;
}

function causeOf(
  memory: Memory,
  vmId: string,
  machine: ObservedVm,
  { hosts }: PairFacts,
  busyVmIds: ReadonlySet<string>,
): ExposureCause {
  if ([hosts.a, hosts.b].some((host) => host && OF_PLANNED_WORK.has(host.state))) return "planned-work";
  const incident = [...memory.incidents.values()]
    .filter((row) => row.restoredAtMs === null && row.vmIds.includes(vmId))
    .sort((a, b) => b.openedAtMs - a.openedAtMs)[0];
  const cause = incident?.kind ? CAUSE[incident.kind] : undefined;
  if (cause) return cause;
  // A level that was just dialled up is below its own declaration until the copy is made: somebody asked for that.
  return busyVmIds.has(vmId) || machine.register === null ? "planned-work" : "other";
}
