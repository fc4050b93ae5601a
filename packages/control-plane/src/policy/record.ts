import type { Actor } from "../desk";
import type { FactWriter } from "../ledger";
import type { PolicyRecord } from "./find";

/** What a person did with a policy: a line of the record, and a word to whoever looks at it. */
export function recordPolicy(
  writer: FactWriter,
  actor: Pick<Actor, "name">,
  row: Pick<PolicyRecord, "id" | "name">,
  type: string,
  sentence: string,
): void {
  writer.touch("policy", row.id);
  writer.append({
    atMs: writer.nowMs,
    type,
    actor: "operator",
    actorName: actor.name,
    sentence,
    subject: { kind: "policy", ref: row.id, id: row.id, name: row.name },
  });
}
