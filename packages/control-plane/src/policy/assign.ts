import { policy } from "@v-available/db/schema/policy";
import { policyAssignment } from "@v-available/db/schema/policy-assignment";
import { vm } from "@v-available/db/schema/vm";
import { canonicalJson } from "@v-available/domain/event";
import { type AssignedBy, assignedWords } from "@v-available/domain/policy-assignment";
import { Refusal } from "@v-available/domain/refusal";
import { and, eq, isNull } from "drizzle-orm";
import { type ActorDeed, perform } from "../audit/deed";
import { authoriseEverywhere } from "../authorise";
import type { Environment } from "../environment";
import type { FactWriter } from "../ledger";
import { notFound } from "../query/not-found";
import { beginRollout } from "../rollout/begin";
import { refuseIfUnfit } from "./check";
import { refuseIfCircle } from "./circle";
import { findPolicy } from "./find";
import type { AssignInput, UnassignInput } from "./input";
import { recordPolicy } from "./record";

/** Puts machines under a policy that is in force. What is assigned so already stays as it is. */
export function assignPolicy(
  environment: Environment,
  { policyId, by, rollOut = null }: AssignInput,
  deed: ActorDeed,
): Promise<{ assignmentId: string; rolloutId: string | null }> {
  authoriseEverywhere(deed.by, "change-policies");
  return perform(environment, deed, async (writer) => {
    const { row, versions } = await findPolicy(writer.db, policyId);
    const [inForce] = versions;
    if (!inForce)
      throw new Refusal({
        code: "illegal-transition",
        message: `${row.name} has only a draft and can hold no machine yet.`,
        field: "policyId",
        value: policyId,
        limit: "a policy with a published version",
        remedy: "Publish it first.",
      });
    const assignedBy = canonicalJson(by);
    const [known] = await writer.db
      .select()
      .from(policyAssignment)
      .where(
        by.kind === "machine"
          ? eq(policyAssignment.assignedBy, assignedBy)
          : and(eq(policyAssignment.assignedBy, assignedBy), eq(policyAssignment.policyId, policyId)),
      );
    if (known?.policyId === policyId)
      return {
        answer: { assignmentId: known.id, rolloutId: null },
        before: { by },
        after: { by },
        outcome: "unchanged",
      };
    const what = await whomWords(writer, by);
    // A machine is named by one policy: the newer word of a person is what they want.
    if (known) await writer.db.delete(policyAssignment).where(eq(policyAssignment.id, known.id));
    const made = {
      id: writer.newId(),
      revision: writer.revision,
      policyId,
      by,
      assignedBy,
      assignedAtMs: writer.nowMs,
    };
    await writer.db.insert(policyAssignment).values(made);
    await refuseIfUnfit(writer.db, writer.nowMs, policyId, inForce.policy);
    await writer.db.update(policy).set({ revision: writer.revision }).where(eq(policy.id, policyId));
    if (known) writer.touch("policy", known.policyId);
    recordPolicy(writer, deed.by, row, "policy.assign", `${deed.by.name} put ${what} under ${row.name}.`);
    const rolloutId =
      rollOut === null
        ? null
        : await beginRollout(
            writer,
            {
              policyId,
              policyName: row.name,
              version: inForce.version,
              protection: inForce.policy.protection,
              by: deed.by.name,
              key: null,
            },
            rollOut,
          );
    return {
      answer: { assignmentId: made.id, rolloutId },
      before: known ? { by, policy: (await findPolicy(writer.db, known.policyId)).row.name } : null,
      after: { by, policy: row.name, ...(rolloutId === null ? {} : { rolloutId, ...rollOut }) },
    };
  });
}

async function whomWords({ db }: FactWriter, by: AssignedBy): Promise<string> {
  if (by.kind !== "machine")
    return `machines ${assignedWords(by)
      .replace(/^by its label/, "with the label")
      .replace(/^by the rule:/, "of")}`;
  const [row] = await db
    .select({ name: vm.name })
    .from(vm)
    .where(and(eq(vm.id, by.machineId), isNull(vm.removedAtMs)));
  if (!row) throw notFound("machine", "by.machineId", by.machineId);
  return row.name;
}

/** Takes an assignment back: the next one that finds a machine holds it, or none. Their levels stay as they are. */
export function unassignPolicy(
  environment: Environment,
  { assignmentId }: UnassignInput,
  deed: ActorDeed,
): Promise<{ policyId: string }> {
  authoriseEverywhere(deed.by, "change-policies");
  return perform(environment, deed, async (writer) => {
    const [gone] = await writer.db.delete(policyAssignment).where(eq(policyAssignment.id, assignmentId)).returning();
    if (!gone) throw notFound("assignment", "assignmentId", assignmentId);
    const { row } = await findPolicy(writer.db, gone.policyId);
    // Its machines fall to the next assignment that finds them.
    const remedy = "Put its machines under another policy first, or let one of them not wait.";
    await refuseIfCircle(writer.db, writer.nowMs, {}, { field: "assignmentId", value: assignmentId, remedy });
    await writer.db.update(policy).set({ revision: writer.revision }).where(eq(policy.id, row.id));
    recordPolicy(
      writer,
      deed.by,
      row,
      "policy.unassign",
      `${deed.by.name} took back an assignment of ${row.name}, ${assignedWords(gone.by)}. No level changed.`,
    );
    return {
      answer: { policyId: row.id },
      before: { by: gone.by, policy: row.name },
      after: null,
      subject: { kind: "policy", id: row.id },
    };
  });
}
