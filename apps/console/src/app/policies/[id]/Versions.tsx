import { useMutation } from "@tanstack/react-query";
import type { PolicyView } from "@v-available/api/view/policy";
import { Button } from "@v-available/ui/Button";
import { type JSX, useState } from "react";
import { useBlocked } from "../../../client/blocked";
import { useTRPC } from "../../../client/trpc";
import { Moment } from "../../../view/Moment";
import { RefusedNote } from "../../../view/Refused";
import { newTaskKey } from "../../../view/task-key";
import { DiffLines } from "./DiffLines";
import styles from "./policy.module.css";

/** Every version with its author and its reason, what it changed, and the way back to it. */
export function Versions({ view }: { view: PolicyView }): JSX.Element {
  const reason = useBlocked("change-policies");
  const rollBack = useMutation(useTRPC().policy.rollBack.mutationOptions());
  const [key, setKey] = useState(() => newTaskKey());
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
      {view.versions.map(({ version, publishedBy, publishedAtMs, reason: why, changes }, at) => (
        <details key={version}>
          <summary>
            <b>v{version}</b>
            {at === 0 ? ", in force" : ""}, {publishedBy}, <Moment atMs={publishedAtMs} />: {why}
          </summary>
          <DiffLines lines={changes} />
          {at === 0 ? null : (
            <Button
              small
              blockedBy={reason ?? (view.draft === null ? null : "There is a draft, which would be lost.")}
              onClick={() =>
                rollBack.mutate(
                  {
                    policyId: view.id,
                    fromVersion: view.version ?? 1,
                    toVersion: version,
                    reason: `Back to version ${version}.`,
                    key,
                  },
                  { onSuccess: () => setKey(newTaskKey()) },
                )
              }
            >
              Roll back to v{version}
            </Button>
          )}
        </details>
      ))}
      <RefusedNote error={rollBack.error} />
      <details>
        <summary>YAML</summary>
        <pre className={styles.yaml}>{view.yaml}</pre>
      </details>
    </section>
  );
}
