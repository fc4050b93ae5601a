import { useMutation } from "@tanstack/react-query";
import type { PolicyView } from "@v-available/api/view/policy";
import type { Policy } from "@v-available/domain/policy";
import { Button } from "@v-available/ui/Button";
import { Field } from "@v-available/ui/Field";
import { type JSX, useState } from "react";
import { useBlocked } from "../../../client/blocked";
import { useTRPC } from "../../../client/trpc";
import { Moment } from "../../../view/Moment";
import { detailOf, RefusedNote } from "../../../view/Refused";
import { fieldError, isAboutNone } from "../../../view/refusal-fields";
import { newTaskKey } from "../../../view/task-key";
import { DiffLines } from "./DiffLines";
import styles from "./policy.module.css";
import { useRollOut } from "./use-roll-out";

/** Every version with its author and its reason, what it changed, and the way back to it. */
export function Versions({ view }: { view: PolicyView }): JSX.Element {
  return (
    <section>
      <h2 className={styles.heading}>Versions</h2>
      {view.draft === null ? null : (
        <details open>
          <summary>
            <b>draft</b>, {view.draft.editedBy}
          </summary>
          <DiffLines lines={view.draft.diff} />
        </details>
      )}
      {view.versions.map(({ version, policy, publishedBy, publishedAtMs, reason: why, changes }, at) => (
        <details key={version}>
          <summary>
            <b>v{version}</b>
            {at === 0 ? ", in force" : ""}, {publishedBy}, <Moment atMs={publishedAtMs} />: {why}
          </summary>
          <DiffLines lines={changes} />
          {at === 0 ? null : <RollBack view={view} to={version} policy={policy} />}
        </details>
      ))}
      <details>
        <summary>YAML</summary>
        <pre className={styles.yaml}>{view.yaml}</pre>
      </details>
    </section>
  );
}

/** Asked in two steps: what it would mean for the machines comes before it is asked for. */
function RollBack({ view, to, policy }: { view: PolicyView; to: number; policy: Policy }): JSX.Element {
  const reason = useBlocked("change-policies");
  const [asked, setAsked] = useState(false);
  if (asked) return <ConfirmRollBack view={view} to={to} policy={policy} onClose={() => setAsked(false)} />;
  return (
    <Button
      small
      blockedBy={reason ?? (view.draft === null ? null : "There is a draft, which would be lost.")}
      onClick={() => setAsked(true)}
    >
      Roll back to v{to}
    </Button>
  );
}

function ConfirmRollBack({
  view,
  to,
  policy,
  onClose,
}: {
  view: PolicyView;
  to: number;
  policy: Policy;
  onClose: () => void;
}): JSX.Element {
  const reason = useBlocked("change-policies");
  const rollBack = useMutation(useTRPC().policy.rollBack.mutationOptions());
  const [key] = useState(() => newTaskKey());
  const [why, setWhy] = useState("");
  const refusal = rollBack.error === null ? null : detailOf(rollBack.error);
  const { rollOut, blockedBy, controls } = useRollOut(view.id, policy, true);
  return (
    <form
      className={styles.publish}
      onSubmit={(event) => {
        event.preventDefault();
        if (rollBack.isPending) return;
        rollBack.mutate(
          { policyId: view.id, fromVersion: view.version ?? 1, toVersion: to, reason: why, key, rollOut },
          { onSuccess: onClose },
        );
      }}
    >
      <Field label={`Why back to v${to}`} error={fieldError(refusal, "reason")}>
        {(control) => (
          <input {...control} value={why} onChange={(event) => setWhy(event.target.value)} maxLength={500} />
        )}
      </Field>
      {controls}
      <div className={styles.row}>
        <Button type="submit" blockedBy={reason ?? blockedBy ?? (rollBack.isPending ? "It is being asked for." : null)}>
          Confirm: back to v{to}
        </Button>
        <Button onClick={onClose}>Not now</Button>
      </div>
      {refusal !== null && isAboutNone(refusal, ["reason"]) ? <RefusedNote error={rollBack.error} /> : null}
    </form>
  );
}
