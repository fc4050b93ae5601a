import type { Metadata } from "next";
import type { JSX } from "react";
import { Prefetched } from "../../../Prefetched";
import { PlanPage } from "./PlanPage";

export const metadata: Metadata = { title: "Planned work" };

export default async function Page({ params }: { params: Promise<{ id: string }> }): Promise<JSX.Element> {
  const { id } = await params;
  return (
    <Prefetched queries={(trpc, client) => [client.prefetchQuery(trpc.plan.get.queryOptions({ planId: id }))]}>
      <PlanPage planId={id} />
    </Prefetched>
  );
}
