import type { QueryClient } from "@tanstack/react-query";
import type { MachinePage, MachineRow } from "@v-available/api/view/machine";

/** Every row of the list that was on the screen. */
export function machinesSeen(client: QueryClient): MachineRow[] {
  const pages = client.getQueriesData<MachinePage>({ queryKey: [["machine", "find"]] });
  return pages.flatMap(([, page]) => page?.rows ?? []);
}
