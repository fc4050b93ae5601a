"use client";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@v-available/ui/Button";
import { Skeleton } from "@v-available/ui/Skeleton";
import type { JSX } from "react";
import { QueryFailure, useFailure } from "../../../client/QueryFailure";
import { useTitle } from "../../../client/title";
import { useTRPC } from "../../../client/trpc";
import { Link } from "../../../shell/Link";
import { RunningTask } from "../../../view/RunningTask";
import styles from "./new-machine.module.css";

const LEAD = {
  running: "is being made.",
  succeeded: "is made.",
  failed: "was not made.",
  cancelled: "was not made: it was called off.",
} as const;

/** How far the making has come; reached by its address, so that a reload goes on showing it. */
export function Progress({ taskId, onBack }: { taskId: string; onBack: () => void }): JSX.Element {
  const trpc = useTRPC();
  const query = useQuery(trpc.task.get.queryOptions({ taskId }));
  const failure = useFailure(query);
  const task = query.data;
  const name = task?.subject.name ?? "";
  const found = useQuery(
    trpc.machine.find.queryOptions(
      { filter: `"${name}"`, limit: 20 },
      { enabled: task?.state !== "failed" && name !== "" },
    ),
  );
  const id = task?.subject.id ?? found.data?.rows.find((row) => row.name === name)?.id ?? null;
  useTitle(task === undefined ? "Create a machine" : `${name} ${LEAD[task.state].replace(/[.:].*$/, "")}`);
  if (failure !== null) return <QueryFailure what="The task" error={failure} query={query} />;
  if (task === undefined)
    return (
      <>
        <h1 className="vh">Create a machine</h1>
        <Skeleton label="Reading the task" rows={2} />
      </>
    );
  return (
    <>
      <header className={styles.head}>
        <h1 className="say">
          <span className="id">{name}</span> {LEAD[task.state]}
        </h1>
      </header>
      <RunningTask tasks={[task]} shownForever />
      <p className={styles.next}>
        {id === null ? (
          task.state === "running" ? (
            "Its page is there as soon as its host speaks of it."
          ) : null
        ) : (
          <Link className="va-button" data-primary="" href={`/machines/${id}`}>
            Open&nbsp;<span className="id">{name}</span>
          </Link>
        )}{" "}
        {task.state === "failed" || task.state === "cancelled" ? (
          <Button primary onClick={onBack}>
            Change it and try again
          </Button>
        ) : (
          <Link className="va-button" href="/machines/new">
            Create another
          </Link>
        )}
      </p>
    </>
  );
}
