import type { Metadata } from "next";
import type { JSX } from "react";
import { Prefetched } from "../../Prefetched";
import { PairsPage } from "./PairsPage";

export const metadata: Metadata = { title: "Pairs" };

export default function Page(): JSX.Element {
  return (
    <Prefetched queries={(trpc, client) => [client.prefetchQuery(trpc.pair.list.queryOptions())]}>
      <PairsPage />
    </Prefetched>
  );
}
