import type { Actor } from "../desk";
import type { FactWriter } from "../ledger";
import type { Intent } from "../task/submit";

/** A line of the record, and a word to whoever looks at the machine. */
export function recordConsent(
  writer: FactWriter,
  by: Pick<Actor, "name">,
  { subject, pairId, adapter }: Pick<Intent, "subject" | "pairId" | "adapter">,
  type: `consent.${string}`,
  sentence: string,
): void {
  if (subject.id !== null) writer.touch("vm", subject.id);
  writer.append({
    atMs: writer.nowMs,
    type,
    actor: "operator",
    actorName: by.name,
    sentence,
    adapter,
    subject,
    pairId,
    vmIds: subject.id === null ? [] : [subject.id],
  });
}
