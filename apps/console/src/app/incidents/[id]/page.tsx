import type { JSX } from "react";
import { Incident } from "../../../incident/Incident";
import { RECORD_LIMIT } from "../../../incident/record-limit";
import { Prefetched } from "../../../Prefetched";

export const metadata = { title: "Incident" };

export default async function IncidentPage({ params }: { params: Promise<{ id: string }> }): Promise<JSX.Element> {
  const incidentId = (await params).id;
  return (
    <Prefetched
      queries={(trpc, client) => [
        client.prefetchQuery(trpc.incident.get.queryOptions({ incidentId })),
        client.prefetchQuery(trpc.fault.list.queryOptions()),
        client.prefetchQuery(trpc.event.list.queryOptions({ incidentId, limit: RECORD_LIMIT })),
      ]}
    >
      <Incident incidentId={incidentId} />
    </Prefetched>
  );
}
