import { machineLabel } from "@v-available/db/schema/machine-label";
import { vm } from "@v-available/db/schema/vm";
import { and, eq, isNull } from "drizzle-orm";
import { authoriseEverywhere } from "../authorise";
import type { Actor } from "../desk";
import type { Environment } from "../environment";
import { writeFacts } from "../ledger";
import { notFound } from "../query/not-found";
import type { LabelInput } from "./input";

/** Gives a machine exactly these labels. They decide which policy holds it, so it takes whoever may change policies. */
export function labelMachine(
  environment: Environment,
  { machineId, labels }: LabelInput,
  actor: Actor,
): Promise<{ labels: string[] }> {
  authoriseEverywhere(actor, "change-policies");
  return writeFacts(environment, async (writer) => {
    const [row] = await writer.db
      .select()
      .from(vm)
      .where(and(eq(vm.id, machineId), isNull(vm.removedAtMs)));
    if (!row) throw notFound("machine", "machineId", machineId);
    const wanted = [...new Set(labels)].sort();
    await writer.db.delete(machineLabel).where(eq(machineLabel.vmId, machineId));
    if (wanted.length > 0)
      await writer.db
        .insert(machineLabel)
        .values(wanted.map((label) => ({ vmId: machineId, label, revision: writer.revision })));
    writer.touch("vm", machineId);
    writer.append({
      atMs: writer.nowMs,
      type: "vm.label",
      actor: "operator",
      actorName: actor.name,
      sentence: `${actor.name} gave ${row.name} ${wanted.length === 0 ? "no label" : `the labels ${wanted.join(", ")}`}.`,
      adapter: row.adapter,
      subject: { kind: "vm", ref: row.ref, id: row.id, name: row.name },
      vmIds: [row.id],
    });
    return { labels: wanted };
  });
}
