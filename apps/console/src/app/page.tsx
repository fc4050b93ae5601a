import type { JSX } from "react";
import { Overview } from "../overview/Overview";
import { Prefetched } from "../Prefetched";

export const metadata = { title: "Overview" };

export default function OverviewPage(): JSX.Element {
  return (
    <Prefetched queries={(trpc, client) => [client.prefetchQuery(trpc.overview.get.queryOptions())]}>
      <Overview />
    </Prefetched>
  );
}
