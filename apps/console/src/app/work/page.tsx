import type { Metadata } from "next";
import type { JSX } from "react";
import { Prefetched } from "../../Prefetched";
import { WorkPage } from "./WorkPage";

export const metadata: Metadata = { title: "Planned work" };

export default function Page(): JSX.Element {
  return (
    <Prefetched queries={(trpc, client) => [client.prefetchQuery(trpc.plan.list.queryOptions())]}>
      <WorkPage />
    </Prefetched>
  );
}
