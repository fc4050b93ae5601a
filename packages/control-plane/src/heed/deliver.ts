import { event } from "@v-available/db/schema/event";
import { Refusal } from "@v-available/domain/refusal";
import { and, desc, eq } from "drizzle-orm";
import { newId } from "../environment";
import { type FactWriter, writeFacts } from "../ledger";
import type { TakePicture } from "../query/picture";
import type { VerbKit } from "../task/submit";
import { type Wanted, wantedHeeds } from "./wanted";

/**
 * Tells hosts what they are to act on of the policies of their machines, where that differs from what they say that they
 * act on. That is all that there is to know: whoever leads next, or whatever was not taken, finds the same difference.
 * @returns how many could not be told
 */
export async function deliverHeeds(kit: VerbKit, take: TakePicture): Promise<{ readonly left: number }> {
  const wanted = await kit.db.read(async (db) => wantedHeeds(db, await take(db, kit.clock.nowMs())));
  const told: Wanted[] = [];
  let left = 0;
  for (const one of wanted) {
    const orchestrator = kit.orchestrators.find(({ name }) => name === one.machine.row.adapter);
    if (!orchestrator) continue;
    try {
      const { ref: vmRef } = one.machine.row;
      await orchestrator.execute({ kind: "vm.heed", vmRef, heed: one.heed }, newId(kit.clock));
      told.push(one);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      left += 1;
      kit.log.info("Hosts were not told what a policy asks of them; it is tried again.", {
        machine: one.machine.row.name,
        because: error.message,
      });
    }
  }
  if (told.length > 0) await writeFacts(kit, (writer) => record(writer, told));
  return { left };
}

async function record(writer: FactWriter, told: readonly Wanted[]): Promise<void> {
  const causes = new Map<string | null, string | null>();
  for (const { pair, machine, policyId, policyName } of told) {
    if (!causes.has(policyId)) causes.set(policyId, await lastWordOn(writer, policyId));
    const { id, ref, name, adapter } = machine.row;
    writer.append({
      atMs: writer.nowMs,
      type: "vm.heed",
      actor: "control-plane",
      actorName: "v-Available",
      sentence:
        policyName === null
          ? `The hosts of ${name} were told that no policy holds it any more.`
          : `The hosts of ${name} were told what ${policyName} asks of them.`,
      adapter,
      subject: { kind: "vm", ref, id, name },
      pairId: pair.row.id,
      vmIds: [id],
      causeEventId: causes.get(policyId) ?? null,
    });
  }
}

/** What a person did last with that policy, or with any where none holds it now. */
async function lastWordOn({ db }: FactWriter, policyId: string | null): Promise<string | null> {
  const ofPolicy = eq(event.subjectKind, "policy");
  const [last] = await db
    .select({ id: event.id })
    .from(event)
    .where(policyId === null ? ofPolicy : and(ofPolicy, eq(event.subjectId, policyId)))
    .orderBy(desc(event.sequence))
    .limit(1);
  return last?.id ?? null;
}
