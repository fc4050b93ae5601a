"use client";
import { useQuery } from "@tanstack/react-query";
import { countWords, listWords, numberWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { MachineName } from "@v-available/ui/MachineName";
import { Region } from "@v-available/ui/Region";
import { type JSX, useEffect } from "react";
import { useTRPC } from "../../../client/trpc";
import { Link } from "../../../shell/Link";
import styles from "./bulk.module.css";
import { type BulkItem, type BulkRun, countsOf } from "./bulk-run";
import { thisRun } from "./this-run";

const SHOWN = 50;
const TASKS_AT_ONCE = 100;

function standingWords({ standing }: BulkItem): string {
  switch (standing.is) {
    case "waiting":
      return "has not begun";
    case "asking":
      return "is being asked for";
    case "begun":
      return standing.step === "" ? "has begun" : standing.step;
    case "done":
      return "done";
    case "refused":
      return `refused: ${standing.because}`;
    case "failed":
      return `failed: ${standing.because}`;
    case "called-off":
      return "called off before it began";
  }
}

/** What needs reading first. */
const RANK: Readonly<Record<BulkItem["standing"]["is"], number>> = {
  failed: 0,
  refused: 1,
  begun: 2,
  asking: 3,
  waiting: 4,
  "called-off": 5,
  done: 6,
};

function sentenceOf(run: BulkRun): string {
  const { all, waiting, begun, done, refused, failed, calledOff } = countsOf(run);
  const rest = [
    ...(begun > 0 ? [`${numberWords(begun)} under way`] : []),
    ...(waiting > 0 ? [`${numberWords(waiting)} not begun`] : []),
    ...(refused > 0 ? [`${numberWords(refused)} refused`] : []),
    ...(failed > 0 ? [`${numberWords(failed)} failed`] : []),
    ...(calledOff > 0 ? [`${numberWords(calledOff)} called off`] : []),
  ];
  return `${numberWords(done)} of ${countWords(all, "machine")} done${rest.length === 0 ? "" : `; ${listWords(rest)}`}.`;
}

/** How it stands with each machine, until somebody puts it away. */
export function BulkProgress({ run }: { run: BulkRun }): JSX.Element {
  const begun = run.items.filter(({ standing }) => standing.is === "begun").slice(0, TASKS_AT_ONCE);
  const tasks = useQuery(
    useTRPC().task.list.queryOptions({ taskKeys: begun.map(({ taskKey }) => taskKey) }, { enabled: begun.length > 0 }),
  );
  useEffect(() => {
    if (tasks.data !== undefined) thisRun().hear(tasks.data);
  }, [tasks.data]);
  const { all, waiting, begun: running, done } = countsOf(run);
  const isOver = waiting === 0 && running === 0;
  const rows = run.items.toSorted((one, other) => RANK[one.standing.is] - RANK[other.standing.is]);
  return (
    <Region title={run.title} note={isOver ? "over" : run.isPaused ? "waits for a word" : "under way"}>
      <div className={styles.progress}>
        <progress max={all} value={all - waiting - running} aria-label={run.title} />
        <p role="status">
          {sentenceOf(run)} {run.silence}
          {run.isPaused ? " This page was left in the middle of it, more than five minutes ago." : null}
          {!isOver && waiting > 0 && !run.isPaused
            ? " Keep this tab open until all have begun; what has begun goes on without it."
            : null}
        </p>
        <div className={styles.buttons}>
          {run.isPaused && waiting > 0 ? <Button onClick={() => thisRun().resume()}>Go on</Button> : null}
          {waiting > 0 ? (
            <Button onClick={() => thisRun().callOff()}>
              Call off the {numberWords(waiting)} that {waiting === 1 ? "has" : "have"} not begun
            </Button>
          ) : (
            <Button onClick={() => thisRun().dismiss()}>Put away</Button>
          )}
        </div>
      </div>
      {done === all ? null : (
        <ul className={styles.outcomes} aria-label="Each machine">
          {rows
            .filter(({ standing }) => standing.is !== "done")
            .slice(0, SHOWN)
            .map((item) => (
              <li key={item.taskKey}>
                <Link href={`/machines/${item.machineId}`}>
                  <MachineName name={item.name} />
                </Link>{" "}
                {standingWords(item)}
              </li>
            ))}
        </ul>
      )}
    </Region>
  );
}
