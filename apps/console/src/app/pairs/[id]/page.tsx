import type { Metadata } from "next";
import type { JSX } from "react";
import { Prefetched } from "../../../Prefetched";
import { PairPage } from "./PairPage";

export const metadata: Metadata = { title: "Pair" };

export default async function Page({ params }: { params: Promise<{ id: string }> }): Promise<JSX.Element> {
  const { id } = await params;
  return (
    <Prefetched queries={(trpc, client) => [client.prefetchQuery(trpc.pair.get.queryOptions({ pairId: id }))]}>
      <PairPage pairId={id} />
    </Prefetched>
  );
}
