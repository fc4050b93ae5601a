"use client";
import type { TaskView } from "@v-available/api/view/task";
import { inAboutWords, percentWords } from "@v-available/domain/wording";
import { TASK_LABEL } from "@v-available/domain/work-label";
import { MirrorBar } from "@v-available/ui/MirrorBar";
import { ShapeMark } from "@v-available/ui/ShapeMark";
import type { JSX } from "react";
import { useNowMs } from "../client/connection";
import { Moment } from "./Moment";
import styles from "./RunningTask.module.css";

/** An ended task is shown for this long, so that whoever asked for it sees how it ended. */
const SHOWN_AFTER_END_MS = 120_000;

function Running({ task, nowMs }: { task: TaskView; nowMs: number }): JSX.Element {
  return (
    <>
      <MirrorBar ratio={task.progressRatio} width={120} label={`${percentWords(task.progressRatio)} done`} />
      <b className={styles.percent}>{percentWords(task.progressRatio)}</b>
      <span className="mid">
        {task.step}
        {task.etaAtMs === null ? null : (
          <>
            ; expected at <Moment atMs={task.etaAtMs} />, {inAboutWords(task.etaAtMs, nowMs)}
          </>
        )}
      </span>
    </>
  );
}

function Ended({ task }: { task: TaskView }): JSX.Element {
  return (
    <span className="mid">
      {TASK_LABEL[task.state].word}
      {task.endedAtMs === null ? null : (
        <>
          {" "}
          at <Moment atMs={task.endedAtMs} />
        </>
      )}
      {task.refusal === null ? "." : `: ${task.refusal.message} ${task.refusal.remedy ?? ""}`}
    </span>
  );
}

/** What is being done to a machine or a host, step by step; and for a while how it ended. */
export function RunningTask({
  tasks,
  shownForever = false,
}: {
  tasks: readonly TaskView[];
  /** Where the page is about the task. */
  shownForever?: boolean;
}): JSX.Element {
  const nowMs = useNowMs();
  const shown = tasks.filter(
    (task) =>
      shownForever ||
      task.state === "running" ||
      (task.endedAtMs !== null && nowMs - task.endedAtMs < SHOWN_AFTER_END_MS),
  );
  return (
    <div role="status" aria-label="Tasks">
      {shown.map((task) => {
        const label = TASK_LABEL[task.state];
        return (
          <p key={task.id} className={styles.task} data-state={task.state}>
            <ShapeMark shape={label.shape} tone={label.tone} />
            <b>{task.title}</b>
            {task.state === "running" ? <Running task={task} nowMs={nowMs} /> : <Ended task={task} />}
          </p>
        );
      })}
    </div>
  );
}
