import type { Metadata } from "next";
import type { JSX } from "react";
import { Prefetched } from "../../../../Prefetched";
import { ScreenPage } from "./ScreenPage";

export const metadata: Metadata = { title: "Screen" };

export default async function Page({ params }: { params: Promise<{ id: string }> }): Promise<JSX.Element> {
  const { id } = await params;
  return (
    <Prefetched queries={(trpc, client) => [client.prefetchQuery(trpc.machine.get.queryOptions({ machineId: id }))]}>
      <ScreenPage machineId={id} />
    </Prefetched>
  );
}
