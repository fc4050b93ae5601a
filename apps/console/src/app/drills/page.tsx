import type { Metadata } from "next";
import type { JSX } from "react";
import { Prefetched } from "../../Prefetched";
import { DrillsPage } from "./DrillsPage";

export const metadata: Metadata = { title: "Drills" };

export default function Page(): JSX.Element {
  return (
    <Prefetched queries={(trpc, client) => [client.prefetchQuery(trpc.drill.list.queryOptions())]}>
      <DrillsPage />
    </Prefetched>
  );
}
