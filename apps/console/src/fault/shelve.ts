"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { AlarmRow } from "@v-available/api/view/alarm";
import { useState } from "react";
import { useConnection } from "../client/connection";
import { refusalOf } from "../client/refusal";
import { useTRPC } from "../client/trpc";
import { NO_ANSWER, putAlarm } from "./put-alarm";

export interface Shelving {
  readonly shelved: boolean;
  /** Why it cannot be done now; null where it can. */
  readonly blockedBy: string | null;
  readonly refusal: string | null;
  /** True while it is asked until when. */
  readonly asking: boolean;
  /** Asks until when; of a shelved one it ends the shelf. */
  readonly press: () => void;
  readonly leave: () => void;
}

/** Shelve, which asks for its end, and the undo that stands in its place. */
export function useShelving(alarm: AlarmRow): Shelving {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { reason } = useConnection();
  const [asking, setAsking] = useState(false);
  const unshelve = useMutation(trpc.alarm.unshelve.mutationOptions({ onSuccess: (row) => putAlarm(client, row) }));
  const shelved = alarm.operatorState === "shelved";
  const state =
    alarm.operatorState === "closed"
      ? "It is closed."
      : alarm.clearedAtMs !== null && !shelved
        ? "It has cleared."
        : null;
  return {
    shelved,
    blockedBy: reason ?? alarm.forbiddenBecause ?? state,
    refusal: unshelve.error === null ? null : (refusalOf(unshelve.error)?.message ?? NO_ANSWER),
    asking,
    press() {
      if (shelved) unshelve.mutate({ alarmId: alarm.id });
      else setAsking(true);
    },
    leave: () => setAsking(false),
  };
}
