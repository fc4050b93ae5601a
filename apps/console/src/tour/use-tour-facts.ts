"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../client/trpc";
import { choosePlace, type TourPlace } from "./tour-place";
import type { TourFacts } from "./tour-step";

export type TourKnowledge =
  | { readonly is: "reading" }
  | { readonly is: "unfit" }
  | { readonly is: "known"; readonly place: TourPlace; readonly facts: TourFacts };

/** What is true of the tour's place now, from the same answers that the pages show. */
export function useTourFacts(kept: TourPlace | null): TourKnowledge {
  const trpc = useTRPC();
  const machines = useQuery(trpc.machine.list.queryOptions()).data;
  const overview = useQuery(trpc.overview.get.queryOptions()).data;
  const lab = useQuery(trpc.lab.catalogue.queryOptions()).data;
  if (!machines || !overview || !lab) return { is: "reading" };
  const isThere = kept !== null && machines.some(({ id }) => id === kept.machineId);
  const place = isThere ? kept : choosePlace(machines);
  const machine = machines.find(({ id }) => id === place?.machineId);
  if (place === null || machine === undefined) return { is: "unfit" };
  const pulled = lab.active.find(({ fault, pairId }) => fault === "host-power-loss" && pairId === place.pairId) ?? null;
  const running = overview.incidents.find(({ pair }) => pair?.id === place.pairId);
  // While a plug is pulled here an older incident is not about it.
  const over = pulled === null ? overview.handledToday.find(({ pair }) => pair?.id === place.pairId) : undefined;
  return {
    is: "known",
    place,
    facts: {
      machine,
      machines: machines.filter(({ pair }) => pair.id === place.pairId),
      plug:
        lab.faults
          .find(({ name }) => name === "host-power-loss")
          ?.targets.find(({ name }) => name === machine.hosts[machine.activeSide]) ?? null,
      pulled,
      incidentId: running?.id ?? over?.incidentId ?? null,
    },
  };
}
