"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { AlarmRow } from "@v-available/api/view/alarm";
import { refusalOf } from "../client/refusal";
import { useTRPC } from "../client/trpc";
import { NO_ANSWER, putAlarm } from "./put-alarm";

type Acknowledgeable = Pick<AlarmRow, "id" | "operatorState" | "clearedAtMs">;

export interface Acknowledge {
  /** As it will be once the server has answered: the button turns at once. */
  readonly acknowledged: boolean;
  readonly toggle: () => void;
  readonly refusal: string | null;
  readonly possible: boolean;
}

/** Acknowledge, and the undo that stands in its place. No confirmation: what can be undone need not be asked. */
export function useAcknowledge(alarm: Acknowledgeable): Acknowledge {
  const trpc = useTRPC();
  const client = useQueryClient();
  // One after the other: an undo that overtook what it undoes would be refused.
  const options = { scope: { id: alarm.id }, onSuccess: (row: AlarmRow) => putAlarm(client, row) };
  const acknowledge = useMutation(trpc.alarm.acknowledge.mutationOptions(options));
  const undo = useMutation(trpc.alarm.unacknowledge.mutationOptions(options));
  const pending = acknowledge.isPending ? true : undo.isPending ? false : null;
  const acknowledged = pending ?? alarm.operatorState === "acknowledged";
  const error = acknowledge.error ?? undo.error;
  return {
    acknowledged,
    possible: alarm.operatorState === "none" || alarm.operatorState === "acknowledged",
    refusal: error === null ? null : (refusalOf(error)?.message ?? NO_ANSWER),
    toggle() {
      acknowledge.reset();
      undo.reset();
      (acknowledged ? undo : acknowledge).mutate({ alarmId: alarm.id });
    },
  };
}
