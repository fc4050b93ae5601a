import { Refusal } from "@v-available/domain/refusal";
import type { FoundPolicy } from "./find";

/** Two people at once: the second is told whose change is there, and nothing of either is lost. */
export function refuseIfDraftMoved({ row, draft }: FoundPolicy, shown: number | null): void {
  if ((draft?.revision ?? null) === shown) return;
  throw new Refusal({
    code: "conflict",
    message:
      draft === null
        ? `The draft of ${row.name} was published or discarded after it was shown. Nothing was changed.`
        : `${draft.editedBy} saved another draft of ${row.name} after this one was shown. Nothing was changed.`,
    field: "draftRevision",
    value: shown,
    limit: draft === null ? "no draft" : String(draft.revision),
    remedy: "Compare the two, and save again over the one that is there now.",
  });
}

export function refuseIfVersionMoved(
  { row, versions }: FoundPolicy,
  shown: number | null,
  field = "baseVersion",
): void {
  const [inForce] = versions;
  if ((inForce?.version ?? null) === shown) return;
  throw new Refusal({
    code: "conflict",
    message: `${inForce?.publishedBy ?? "Nobody"} published version ${inForce?.version ?? "none"} of ${row.name} meanwhile. Nothing was changed.`,
    field,
    value: shown,
    limit: String(inForce?.version ?? "none"),
    remedy: "Compare with that version, and save again upon it.",
  });
}
