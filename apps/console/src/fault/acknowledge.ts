"use client";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import type { AlarmRow } from "@v-available/api/view/alarm";
import type { OverviewView } from "@v-available/api/view/overview";
import { refusalOf } from "../client/refusal";
import { useTRPC } from "../client/trpc";

type Acknowledgeable = Pick<AlarmRow, "id" | "operatorState" | "clearedAtMs">;

/** The answer goes into every list that shows the alarm, so that the pixel does not wait for the stream. */
function put(client: QueryClient, row: AlarmRow): void {
  const swap = <Row extends AlarmRow>(old: Row): Row => (old.id === row.id ? { ...old, ...row } : old);
  client.setQueriesData<AlarmRow[]>({ queryKey: [["fault", "list"]] }, (rows) => rows?.map(swap));
  client.setQueriesData<AlarmRow>({ queryKey: [["fault", "get"]] }, (alarm) => alarm && swap(alarm));
  client.setQueriesData<OverviewView>({ queryKey: [["overview", "get"]] }, (view) => {
    return view && { ...view, needsPerson: view.needsPerson.map(swap) };
  });
}

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
  const acknowledge = useMutation(trpc.alarm.acknowledge.mutationOptions({ onSuccess: (row) => put(client, row) }));
  const undo = useMutation(trpc.alarm.unacknowledge.mutationOptions({ onSuccess: (row) => put(client, row) }));
  const pending = acknowledge.isPending ? true : undo.isPending ? false : null;
  const acknowledged = pending ?? alarm.operatorState === "acknowledged";
  const error = acknowledge.error ?? undo.error;
  return {
    acknowledged,
    possible: alarm.operatorState === "none" || alarm.operatorState === "acknowledged",
    refusal:
      error === null ? null : (refusalOf(error)?.message ?? "The console did not get an answer; nothing was changed."),
    toggle() {
      acknowledge.reset();
      undo.reset();
      (acknowledged ? undo : acknowledge).mutate({ alarmId: alarm.id });
    },
  };
}
