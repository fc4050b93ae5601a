import { machineLabel } from "@v-available/db/schema/machine-label";
import { vm } from "@v-available/db/schema/vm";
import { and, eq, isNull } from "drizzle-orm";
import { type ActorDeed, perform } from "../audit/deed";
import { authoriseEverywhere } from "../authorise";
import type { Environment } from "../environment";
import { notFound } from "../query/not-found";
import { refuseIfCircle } from "./circle";
import type { LabelInput } from "./input";

/** Gives a machine exactly these labels. They decide which policy holds it, so it takes whoever may change policies. */
export function labelMachine(
  environment: Environment,
  { machineId, labels }: LabelInput,
  deed: ActorDeed,
): Promise<{ labels: string[] }> {
  authoriseEverywhere(deed.by, "change-policies");
  return perform(environment, deed, async (writer) => {
    const [row] = await writer.db
      .select()
      .from(vm)
      .where(and(eq(vm.id, machineId), isNull(vm.removedAtMs)));
    if (!row) throw notFound("machine", "machineId", machineId);
    const wanted = [...new Set(labels)].sort();
    const gone = await writer.db.delete(machineLabel).where(eq(machineLabel.vmId, machineId)).returning();
    if (wanted.length > 0)
      await writer.db
        .insert(machineLabel)
        .values(wanted.map((label) => ({ vmId: machineId, label, revision: writer.revision })));
    const at = {
      field: "labels",
      value: wanted.join(", "),
      remedy: "Give it other labels, or let one of them not wait.",
    };
    await refuseIfCircle(writer.db, writer.nowMs, {}, at);
    writer.touch("vm", machineId);
    writer.append({
      atMs: writer.nowMs,
      type: "vm.label",
      actor: "operator",
      actorName: deed.by.name,
      sentence: `${deed.by.name} gave ${row.name} ${wanted.length === 0 ? "no label" : `the labels ${wanted.join(", ")}`}.`,
      adapter: row.adapter,
      subject: { kind: "vm", ref: row.ref, id: row.id, name: row.name },
      vmIds: [row.id],
    });
    return {
      answer: { labels: wanted },
      before: { labels: gone.map(({ label }) => label).sort() },
      after: { labels: wanted },
    };
  });
}
