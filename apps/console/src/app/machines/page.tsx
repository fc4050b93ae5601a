import type { Metadata } from "next";
import type { JSX } from "react";
import { Prefetched } from "../../Prefetched";
import { MachinesPage } from "./MachinesPage";

export const metadata: Metadata = { title: "Machines" };

export default function Page(): JSX.Element {
  return (
    <Prefetched queries={(trpc, client) => [client.prefetchQuery(trpc.machine.list.queryOptions())]}>
      <MachinesPage />
    </Prefetched>
  );
}
