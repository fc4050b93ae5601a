import type { Metadata } from "next";
import type { JSX } from "react";
import { Prefetched } from "../../Prefetched";
import { AuditPage } from "./AuditPage";
import { inputOf, NO_FILTER } from "./audit-filter";

export const metadata: Metadata = { title: "Audit" };

export default function Page(): JSX.Element {
  return (
    <Prefetched
      queries={(trpc, client) => [client.prefetchQuery(trpc.audit.list.queryOptions(inputOf(NO_FILTER, "")))]}
    >
      <AuditPage />
    </Prefetched>
  );
}
