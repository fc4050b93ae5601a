import type { QueryClient } from "@tanstack/react-query";
import type { AlarmRow } from "@v-available/api/view/alarm";
import type { OverviewView } from "@v-available/api/view/overview";

/** The answer goes into every list that shows the alarm, so that the pixel does not wait for the stream. */
export function putAlarm(client: QueryClient, row: AlarmRow): void {
  const swap = <Row extends AlarmRow>(old: Row): Row => (old.id === row.id ? { ...old, ...row } : old);
  client.setQueriesData<AlarmRow[]>({ queryKey: [["fault", "list"]] }, (rows) => rows?.map(swap));
  client.setQueriesData<AlarmRow>({ queryKey: [["fault", "get"]] }, (alarm) => alarm && swap(alarm));
  client.setQueriesData<OverviewView>({ queryKey: [["overview", "get"]] }, (view) => {
    return view && { ...view, needsPerson: view.needsPerson.map(swap).filter(({ needsPerson }) => needsPerson) };
  });
}

export const NO_ANSWER = "The console did not get an answer; nothing was changed.";
