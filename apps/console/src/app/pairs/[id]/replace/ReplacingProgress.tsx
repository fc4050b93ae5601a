"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { isFinalReplacing } from "@v-available/domain/pair-step";
import { durationWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { Skeleton } from "@v-available/ui/Skeleton";
import { useParams } from "next/navigation";
import { type JSX, useRef } from "react";
import { useBlocked } from "../../../../client/blocked";
import { useNowMs } from "../../../../client/connection";
import { QueryFailure, useFailure } from "../../../../client/QueryFailure";
import { useTitle } from "../../../../client/title";
import { useTRPC } from "../../../../client/trpc";
import { Link } from "../../../../shell/Link";
import { Crumbs } from "../../../../view/Crumbs";
import { Moment } from "../../../../view/Moment";
import { RefusedNote } from "../../../../view/Refused";
import { RunningTask } from "../../../../view/RunningTask";
import { newTaskKey } from "../../../../view/task-key";
import styles from "../../checked/checked.module.css";

const LEAD = {
  running: "is being replaced.",
  succeeded: "was replaced, and every machine has two copies.",
  failed: "was not replaced.",
  cancelled: "stays where it is.",
} as const;
const TOO_LATE = "The old host is being shut out and does not come back.";

/** How far it has come, with the time on one copy; reached by its address, so that a reload goes on showing it. */
export function ReplacingProgress({
  hostId,
  taskId,
  onBack,
}: {
  hostId: string;
  taskId: string;
  onBack: () => void;
}): JSX.Element {
  const trpc = useTRPC();
  const pairId = String(useParams().id);
  const nowMs = useNowMs();
  const query = useQuery(trpc.task.get.queryOptions({ taskId }));
  const pair = useQuery(trpc.pair.get.queryOptions({ pairId }));
  const failure = useFailure(query);
  const end = useMutation(trpc.host.endReplacing.mutationOptions());
  const mayNot = useBlocked("change-pairs");
  const taskKey = useRef(newTaskKey());
  const task = query.data;
  const since = pair.data?.exposedSinceMs ?? null;
  useTitle(task === undefined ? "Replace a host" : `${task.subject.name} ${LEAD[task.state].replace(/[.,].*$/, "")}`);
  if (failure !== null) return <QueryFailure what="The task" error={failure} query={query} />;
  if (task === undefined)
    return (
      <>
        <h1 className="vh">Replace a host</h1>
        <Skeleton label="Reading the task" rows={2} />
      </>
    );
  return (
    <>
      <Crumbs
        label="Where this is"
        path={[
          { word: "Pairs", href: "/pairs" },
          { word: pair.data?.name ?? "Pair", href: `/pairs/${pairId}` },
          { word: "Replace a host" },
        ]}
      />
      <header className={styles.head}>
        <h1 className="say">
          <span className="id">{task.subject.name}</span> {LEAD[task.state]}
        </h1>
      </header>
      <div className={styles.making}>
        <RunningTask tasks={[task]} shownForever />
        {task.state === "running" ? (
          <Button
            blockedBy={mayNot ?? (isFinalReplacing(task.step) ? TOO_LATE : null)}
            onClick={() => {
              if (!end.isPending) end.mutate({ hostId, taskKey: taskKey.current });
            }}
          >
            Leave it where it is
          </Button>
        ) : null}
        <RefusedNote error={end.error} />
      </div>
      {task.state !== "running" || since === null ? null : (
        <p className={styles.fact}>
          On one copy since <Moment atMs={since} />, <b>{durationWords(nowMs - since)}</b> so far.
        </p>
      )}
      <p className={styles.next}>
        <Link className="va-button" data-primary="" href={`/pairs/${pairId}`}>
          Open&nbsp;<span className="id">{pair.data?.name ?? "the pair"}</span>
        </Link>
        {task.state === "failed" || task.state === "cancelled" ? <Button onClick={onBack}>Try again</Button> : null}
      </p>
    </>
  );
}
