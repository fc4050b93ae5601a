import type { AuditPage } from "@v-available/api/view/audit";
import { auditVerdictWords } from "@v-available/domain/audit";
import { Toned } from "@v-available/ui/Toned";
import type { JSX } from "react";
import { Moment } from "../../view/Moment";

/** How far the chain was checked, when and by whom; what came after that is not covered by it. */
export function Checked({ checked }: { checked: AuditPage["checked"] }): JSX.Element {
  if (checked === null)
    return (
      <>
        <b>Audit.</b> The chain was not verified yet.
      </>
    );
  const { verdict, atMs, by } = checked;
  const when = (
    <>
      {" "}
      at <Moment atMs={atMs} />, by {by ?? "nobody who is known"}.
    </>
  );
  if (!verdict.intact)
    return (
      <>
        <Toned tone="down">{auditVerdictWords(verdict)}</Toned> It was verified{when}
      </>
    );
  return (
    <>
      <b>Chain verified up to entry {verdict.upTo}</b>
      {when}
    </>
  );
}
