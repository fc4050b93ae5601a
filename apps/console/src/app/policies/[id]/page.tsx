import type { Metadata } from "next";
import type { JSX } from "react";
import { Prefetched } from "../../../Prefetched";
import { PolicyPage } from "./PolicyPage";

export const metadata: Metadata = { title: "Policy" };

export default async function Page({ params }: { params: Promise<{ id: string }> }): Promise<JSX.Element> {
  const { id } = await params;
  return (
    <Prefetched
      queries={(trpc, client) => [
        client.prefetchQuery(trpc.policy.get.queryOptions({ policyId: id })),
        client.prefetchQuery(trpc.rollout.list.queryOptions({ policyId: id, limit: 20 })),
        client.prefetchQuery(trpc.policy.preview.queryOptions({ policyId: id, policy: null })),
      ]}
    >
      <PolicyPage policyId={id} />
    </Prefetched>
  );
}
