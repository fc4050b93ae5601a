import type { Metadata } from "next";
import type { JSX } from "react";
import { Prefetched } from "../../Prefetched";
import { SitesPage } from "./SitesPage";

export const metadata: Metadata = { title: "Sites" };

export default function Page(): JSX.Element {
  return (
    <Prefetched queries={(trpc, client) => [client.prefetchQuery(trpc.site.list.queryOptions())]}>
      <SitesPage />
    </Prefetched>
  );
}
