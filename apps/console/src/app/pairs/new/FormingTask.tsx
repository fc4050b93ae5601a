"use client";
import { useMutation } from "@tanstack/react-query";
import type { TaskView } from "@v-available/api/view/task";
import { isFinalStep } from "@v-available/domain/pair-step";
import { Button } from "@v-available/ui/Button";
import { type JSX, useRef } from "react";
import { useBlocked } from "../../../client/blocked";
import { useTRPC } from "../../../client/trpc";
import { RefusedNote } from "../../../view/Refused";
import { RunningTask } from "../../../view/RunningTask";
import { newTaskKey } from "../../../view/task-key";
import styles from "../checked/checked.module.css";

const TOO_LATE = "The witness knows the pair already: it can't be broken off any more.";

/** How far the making of a pair is, and the way out of it as long as there is one. */
export function FormingTask({ task }: { task: TaskView }): JSX.Element {
  const end = useMutation(useTRPC().pair.endForming.mutationOptions());
  const mayNot = useBlocked("change-pairs");
  const taskKey = useRef(newTaskKey());
  return (
    <div className={styles.making}>
      <RunningTask tasks={[task]} shownForever />
      {task.state === "running" ? (
        <Button
          blockedBy={mayNot ?? (isFinalStep(task.step) ? TOO_LATE : null)}
          onClick={() => {
            if (!end.isPending) end.mutate({ pairName: task.subject.name, taskKey: taskKey.current });
          }}
        >
          Break it off
        </Button>
      ) : null}
      <RefusedNote error={end.error} />
    </div>
  );
}
