import { parseMachineQuery } from "@v-available/domain/machine-query";
import type { Metadata } from "next";
import type { JSX } from "react";
import { Prefetched } from "../../Prefetched";
import { one, type Search } from "../../server/form";
import { beginning, chunkOf, parseOrder, parsePlace } from "./list-address";
import { MachinesPage } from "./MachinesPage";

export const metadata: Metadata = { title: "Machines" };

export default async function Page({ searchParams }: { searchParams: Search }): Promise<JSX.Element> {
  const { filter, sort, row } = await searchParams;
  const question = { filter: parseMachineQuery(one(filter) ?? "").understood, sort: parseOrder(one(sort) ?? "") };
  const input = beginning(question, chunkOf(parsePlace(one(row) ?? "")));
  return (
    <Prefetched queries={(trpc, client) => [client.prefetchQuery(trpc.machine.find.queryOptions(input))]}>
      <MachinesPage />
    </Prefetched>
  );
}
