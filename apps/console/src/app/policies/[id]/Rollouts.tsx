import { useMutation, useQuery } from "@tanstack/react-query";
import type { PolicyView } from "@v-available/api/view/policy";
import { countWords } from "@v-available/domain/wording";
import { ROLLOUT_LABEL } from "@v-available/domain/work-label";
import { Button } from "@v-available/ui/Button";
import { ShapeMark } from "@v-available/ui/ShapeMark";
import { Skeleton } from "@v-available/ui/Skeleton";
import { type JSX, useState } from "react";
import { useBlocked } from "../../../client/blocked";
import { QueryFailure, useFailure } from "../../../client/QueryFailure";
import { useTRPC } from "../../../client/trpc";
import { Moment } from "../../../view/Moment";
import { RefusedNote } from "../../../view/Refused";
import { newTaskKey } from "../../../view/task-key";
import styles from "./policy.module.css";
import { Rollout } from "./Rollout";
import { useRollOut } from "./use-roll-out";

const LISTED = 20;

/** The rollout that is active, the way to begin one, and those that are over. */
export function Rollouts({ view }: { view: PolicyView }): JSX.Element {
  const list = useQuery(useTRPC().rollout.list.queryOptions({ policyId: view.id, limit: LISTED }));
  const failure = useFailure(list);
  const active = list.data?.filter(({ endedAtMs }) => endedAtMs === null) ?? [];
  const over = list.data?.filter(({ endedAtMs }) => endedAtMs !== null) ?? [];
  return (
    <section aria-label="Rollout">
      <h2 className={styles.heading}>Rollout</h2>
      {failure !== null ? (
        <QueryFailure what="The list of rollouts" error={failure} query={list} />
      ) : list.data === undefined ? (
        <Skeleton label="Reading the rollouts" rows={3} />
      ) : (
        <>
          {active.map(({ id }) => (
            <Rollout key={id} rolloutId={id} />
          ))}
          {active.length === 0 && view.version !== null ? <Begin view={view} version={view.version} /> : null}
          {active.length === 0 && view.version === null ? (
            <p className="sub">Nothing is rolled out before a first version is published.</p>
          ) : null}
          {over.map(({ id, state, sentence, because, startedBy, endedAtMs }) => (
            <details key={id}>
              <summary>
                <ShapeMark shape={ROLLOUT_LABEL[state].shape} tone={ROLLOUT_LABEL[state].tone} /> {sentence}{" "}
                <span className="sub">
                  {ROLLOUT_LABEL[state].word}
                  {endedAtMs === null ? null : (
                    <>
                      , <Moment atMs={endedAtMs} />
                    </>
                  )}
                  , begun by {startedBy}
                </span>
              </summary>
              {because === null ? null : <p>{because}</p>}
              <Over rolloutId={id} />
            </details>
          ))}
        </>
      )}
    </section>
  );
}

/** Read when it is looked at: most never are. */
function Over({ rolloutId }: { rolloutId: string }): JSX.Element {
  const [shown, setShown] = useState(false);
  return shown ? (
    <Rollout rolloutId={rolloutId} />
  ) : (
    <Button small onClick={() => setShown(true)}>
      Show its machines
    </Button>
  );
}

function Begin({ view, version }: { view: PolicyView; version: number }): JSX.Element {
  const inForce = view.versions[0]?.policy ?? null;
  const { forecast, rollOut, blockedBy, controls } = useRollOut(view.id, inForce, false);
  const reason = useBlocked("change-policies");
  const start = useMutation(useTRPC().rollout.start.mutationOptions());
  const [key, setKey] = useState(() => newTaskKey());
  return (
    <>
      {controls ?? <Skeleton label="Asking what rolling it out would mean" rows={2} />}
      {forecast === null || forecast.machines === 0 ? null : (
        <Button
          blockedBy={reason ?? blockedBy ?? (start.isPending ? "It is being begun." : null)}
          onClick={() => {
            if (rollOut !== null)
              start.mutate({ policyId: view.id, version, rollOut, key }, { onSuccess: () => setKey(newTaskKey()) });
          }}
        >
          Roll version {version} out to {countWords(forecast.machines, "machine")}
        </Button>
      )}
      <RefusedNote error={start.error} />
    </>
  );
}
