import type { JSX } from "react";
import { Faults } from "../../fault/Faults";
import { byUrgency } from "../../fault/filter";
import { Prefetched } from "../../Prefetched";

export const metadata = { title: "Faults" };

type Search = Promise<{ readonly alarm?: string | string[]; readonly q?: string | string[] }>;

export default async function FaultsPage({ searchParams }: { searchParams: Search }): Promise<JSX.Element> {
  const { alarm, q } = await searchParams;
  return (
    <Prefetched
      queries={(trpc, client) => [
        client
          .fetchQuery(trpc.fault.list.queryOptions())
          .then((alarms) => {
            // The alarm that the page will open; where a filter chooses it, the browser asks for it.
            const alarmId =
              typeof alarm === "string" ? alarm : q === undefined ? alarms.toSorted(byUrgency)[0]?.id : null;
            return alarmId ? client.prefetchQuery(trpc.fault.get.queryOptions({ alarmId })) : undefined;
          })
          .catch(() => {}),
      ]}
    >
      <Faults />
    </Prefetched>
  );
}
