"use client";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@v-available/ui/Button";
import { Skeleton } from "@v-available/ui/Skeleton";
import type { JSX } from "react";
import { QueryFailure, useFailure } from "../../../client/QueryFailure";
import { useTitle } from "../../../client/title";
import { useTRPC } from "../../../client/trpc";
import { Link } from "../../../shell/Link";
import { Crumbs } from "../../../view/Crumbs";
import styles from "../checked/checked.module.css";
import { FormingTask } from "./FormingTask";

const LEAD = {
  running: "is being made.",
  succeeded: "is a pair.",
  failed: "was not made; both hosts are free.",
  cancelled: "was broken off; both hosts are free.",
} as const;

/** How far it has come; reached by its address, so that a reload goes on showing it. */
export function FormingProgress({ taskId, onBack }: { taskId: string; onBack: () => void }): JSX.Element {
  const trpc = useTRPC();
  const query = useQuery(trpc.task.get.queryOptions({ taskId }));
  const failure = useFailure(query);
  const task = query.data;
  const name = task?.subject.name ?? "";
  const pairs = useQuery(trpc.pair.list.queryOptions(undefined, { enabled: task?.state === "succeeded" }));
  const id = task?.subject.id ?? pairs.data?.find((pair) => pair.name === name)?.id ?? null;
  useTitle(task === undefined ? "Form a pair" : `${name} ${LEAD[task.state].replace(/[.;].*$/, "")}`);
  if (failure !== null) return <QueryFailure what="The task" error={failure} query={query} />;
  if (task === undefined)
    return (
      <>
        <h1 className="vh">Form a pair</h1>
        <Skeleton label="Reading the task" rows={2} />
      </>
    );
  return (
    <>
      <Crumbs label="Where this is" path={[{ word: "Pairs", href: "/pairs" }, { word: "Form a pair" }]} />
      <header className={styles.head}>
        <h1 className="say">
          <span className="id">{name}</span> {LEAD[task.state]}
        </h1>
      </header>
      <FormingTask task={task} />
      <p className={styles.next}>
        {task.state !== "succeeded" ? null : id === null ? (
          "Its page is there as soon as its hosts speak of it."
        ) : (
          <>
            <Link className="va-button" data-primary="" href={`/pairs/${id}`}>
              Open&nbsp;<span className="id">{name}</span>
            </Link>
            <Link className="va-button" href={`/machines/new?pair=${id}`}>
              Create a machine on it
            </Link>
          </>
        )}{" "}
        {task.state === "failed" || task.state === "cancelled" ? (
          <Button primary onClick={onBack}>
            Change it and try again
          </Button>
        ) : (
          <Link className="va-button" href="/pairs/new">
            Form another
          </Link>
        )}
      </p>
    </>
  );
}
