import type { FactWriter } from "../ledger";
import type { RolloutRecord, StepRow } from "./find";

/** A line of the record about a rollout, and a word to whoever looks at it. */
export function recordRollout(
  writer: FactWriter,
  { id, policyId, policyName }: Pick<RolloutRecord, "id" | "policyId" | "policyName">,
  by: string | null,
  type: `rollout.${string}`,
  sentence: string,
  { severity = null, causeEventId = null }: { severity?: "warning" | null; causeEventId?: string | null } = {},
): string {
  writer.touch("rollout", id);
  const { id: eventId } = writer.append({
    atMs: writer.nowMs,
    type,
    actor: by === null ? "control-plane" : "operator",
    actorName: by ?? "v-Available",
    sentence,
    severity,
    causeEventId,
    subject: { kind: "policy", ref: policyId, id: policyId, name: policyName },
  });
  return eventId;
}

/** The same of one machine: it stands on that machine's own timeline. */
export function recordStep(
  writer: FactWriter,
  { askedEventId }: Pick<RolloutRecord, "askedEventId">,
  step: StepRow,
  type: `rollout.${string}`,
  sentence: string,
): void {
  writer.append({
    atMs: writer.nowMs,
    type,
    actor: "control-plane",
    actorName: "v-Available",
    sentence,
    subject: { kind: "vm", ref: step.machineId, id: step.machineId, name: step.machineName },
    pairId: step.pairId,
    vmIds: [step.machineId],
    causeEventId: askedEventId,
  });
}
