import { Refusal } from "@v-available/domain/refusal";
import { newId } from "../environment";
import { type FactWriter, writeFacts } from "../ledger";
import type { TakePicture } from "../query/picture";
import type { VerbKit } from "../task/submit";
import { lastWordOn } from "./last-word";
import { type Wanted, wantedHeeds } from "./wanted";

/**
 * Tells hosts what they are to act on of the policies of their machines, where that differs from what they say that they
 * act on. That is all that there is to know: whoever leads next, or whatever was not taken, finds the same difference.
 * @returns those that could not be told, and why
 */
export async function deliverHeeds(kit: VerbKit, take: TakePicture): Promise<{ readonly left: readonly string[] }> {
  const wanted = await kit.db.read(async (db) => wantedHeeds(db, await take(db, kit.clock.nowMs())));
  const told: Wanted[] = [];
  const left: string[] = [];
  for (const one of wanted) {
    const orchestrator = kit.orchestrators.find(({ name }) => name === one.machine.row.adapter);
    if (!orchestrator) continue;
    try {
      const { ref: vmRef } = one.machine.row;
      await orchestrator.execute({ kind: "vm.heed", vmRef, heed: one.heed }, newId(kit.clock));
      told.push(one);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      left.push(`${one.machine.row.name}: ${error.message}`);
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
