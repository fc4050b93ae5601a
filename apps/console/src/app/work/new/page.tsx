import type { Metadata } from "next";
import type { JSX } from "react";
import { Prefetched } from "../../../Prefetched";
import { one, type Search } from "../../../server/form";
import { NewPlan } from "./NewPlan";

export const metadata: Metadata = { title: "Plan work" };

export default async function Page({ searchParams }: { searchParams: Search }): Promise<JSX.Element> {
  const pairId = one((await searchParams).pair) ?? null;
  return (
    <Prefetched
      queries={(trpc, client) =>
        pairId === null ? [] : [client.prefetchQuery(trpc.pair.get.queryOptions({ pairId }))]
      }
    >
      <NewPlan pairId={pairId} />
    </Prefetched>
  );
}
