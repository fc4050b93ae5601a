import type { Metadata } from "next";
import type { JSX } from "react";
import { Prefetched } from "../../Prefetched";
import { PoliciesPage } from "./PoliciesPage";

export const metadata: Metadata = { title: "Policies" };

export default function Page(): JSX.Element {
  return (
    <Prefetched
      queries={(trpc, client) => [
        client.prefetchQuery(trpc.policy.list.queryOptions()),
        client.prefetchQuery(trpc.rollout.list.queryOptions({ limit: 20 })),
      ]}
    >
      <PoliciesPage />
    </Prefetched>
  );
}
