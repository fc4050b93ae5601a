"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { AlarmRow, AlarmView } from "@v-available/api/view/alarm";
import { Button } from "@v-available/ui/Button";
import { type JSX, Suspense } from "react";
import { useConnection } from "../client/connection";
import { lazily } from "../client/lazily";
import { refusalOf } from "../client/refusal";
import { useTRPC } from "../client/trpc";
import { NO_ANSWER, putAlarm } from "./put-alarm";
import { useShelving } from "./shelve";

const ShelveDialog = lazily(() => import("./ShelveDialog").then(({ ShelveDialog }) => ShelveDialog));

/** What else can be done with an alarm: put it away for a time, or be done with it. */
export function FurtherActions({
  alarm,
  detail,
  className,
}: {
  alarm: AlarmRow;
  detail: AlarmView | undefined;
  className: string | undefined;
}): JSX.Element {
  const client = useQueryClient();
  const { reason } = useConnection();
  const { shelved, blockedBy, refusal, asking, press, leave } = useShelving(alarm);
  const close = useMutation(useTRPC().alarm.close.mutationOptions({ onSuccess: (row) => putAlarm(client, row) }));
  const closeRefusal = close.error === null ? null : (refusalOf(close.error)?.message ?? NO_ANSWER);
  return (
    <div className={className}>
      <Button onClick={press} blockedBy={blockedBy}>
        {shelved ? (
          "Take off the shelf"
        ) : (
          <span>
            Shelve<span aria-hidden="true">…</span>
          </span>
        )}
      </Button>
      <Button
        onClick={() => close.mutate({ alarmId: alarm.id })}
        blockedBy={reason ?? alarm.forbiddenBecause ?? detail?.closeRefusedBecause ?? null}
      >
        Close
      </Button>
      <span role="status" className="sub">
        {refusal ?? closeRefusal}
      </span>
      {asking ? (
        <Suspense>
          <ShelveDialog alarm={alarm} onClose={leave} />
        </Suspense>
      ) : null}
    </div>
  );
}
