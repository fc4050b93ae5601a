import type { JSX } from "react";
import { Faults } from "../../fault/Faults";
import { Prefetched } from "../../Prefetched";

export const metadata = { title: "Faults" };

export default function FaultsPage(): JSX.Element {
  return (
    <Prefetched queries={(trpc, client) => [client.prefetchQuery(trpc.fault.list.queryOptions())]}>
      <Faults />
    </Prefetched>
  );
}
