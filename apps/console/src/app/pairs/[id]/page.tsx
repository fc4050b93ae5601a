import { SIDES } from "@v-available/domain/state";
import type { Metadata } from "next";
import type { JSX } from "react";
import { Prefetched } from "../../../Prefetched";
import { PairPage } from "./PairPage";
import { FIRST_ROOM } from "./room-first";

export const metadata: Metadata = { title: "Pair" };

export default async function Page({ params }: { params: Promise<{ id: string }> }): Promise<JSX.Element> {
  const { id } = await params;
  return (
    <Prefetched
      queries={(trpc, client) => {
        const workOn = (hostId: string) => client.prefetchQuery(trpc.host.maintenance.queryOptions({ hostId }));
        return [
          client
            .fetchQuery(trpc.pair.get.queryOptions({ pairId: id }))
            .then(({ hosts }) => Promise.all(SIDES.map((side) => workOn(hosts[side].id))))
            // The browser asks again for a pair that can't be read, and shows why.
            .catch(() => {}),
          client.prefetchQuery(trpc.pair.room.queryOptions({ pairId: id, ...FIRST_ROOM })),
        ];
      }}
    >
      <PairPage pairId={id} />
    </Prefetched>
  );
}
