"use client";
import { useQuery } from "@tanstack/react-query";
import { listWords } from "@v-available/domain/wording";
import { EmptyState } from "@v-available/ui/Notice";
import type { JSX } from "react";
import { useTRPC } from "../client/trpc";

/** There is none, or nobody has said that there is one: whoever cannot be heard may have many. */
export function NothingHeard({ what, how }: { what: string; how: string }): JSX.Element {
  const system = useQuery(useTRPC().system.info.queryOptions());
  const adapters = system.data?.adapters ?? [];
  const silent = adapters.find(({ reachable, observedAtMs }) => !reachable || observedAtMs === null);
  if (silent)
    return (
      <EmptyState title={`No ${what} is known: the ${silent.product} cannot be heard.`}>
        <p>{silent.problem ?? "It has not answered yet."} It is asked again without anyone.</p>
      </EmptyState>
    );
  return (
    <EmptyState title={`There is no ${what} yet.`}>
      <p>
        {how} {adapters.length === 0 ? "" : `Asked: the ${listWords(adapters.map(({ product }) => product))}.`}
      </p>
    </EmptyState>
  );
}
