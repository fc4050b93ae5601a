"use client";
import { useQueries, useQuery } from "@tanstack/react-query";
import { SIDES } from "@v-available/domain/state";
import { useTRPC } from "../client/trpc";
import { choosePlace, type TourPlace } from "./tour-place";
import type { PlannedHost, TourFacts } from "./tour-step";

export type TourKnowledge =
  | { readonly is: "reading" }
  | { readonly is: "unfit" }
  | { readonly is: "known"; readonly place: TourPlace; readonly facts: TourFacts };

/**
 * What is true of the tour's place now, from the same answers that the pages show.
 * @param planning whether planned work is looked at: it takes two more questions
 */
export function useTourFacts(kept: TourPlace | null, planning: boolean): TourKnowledge {
  const trpc = useTRPC();
  const machines = useQuery(trpc.machine.list.queryOptions()).data;
  const overview = useQuery(trpc.overview.get.queryOptions()).data;
  const lab = useQuery(trpc.lab.catalogue.queryOptions()).data;
  const planned = usePlannedHost(planning ? (kept?.pairId ?? null) : null);
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
      planned,
    },
  };
}

/** The host of the pair that is in maintenance already, or else one that could be put there. */
function usePlannedHost(pairId: string | null): PlannedHost | null {
  const trpc = useTRPC();
  const pair = useQuery(trpc.pair.get.queryOptions({ pairId: pairId ?? "" }, { enabled: pairId !== null })).data;
  const work = useQueries({
    queries: SIDES.map((side) =>
      trpc.host.maintenance.queryOptions({ hostId: pair?.hosts[side].id ?? "" }, { enabled: pair !== undefined }),
    ),
  }).flatMap(({ data }) => data ?? []);
  if (work.length < SIDES.length) return null;
  const chosen =
    work.find(({ cannotLeaveBecause }) => cannotLeaveBecause === null) ??
    work.find(({ cannotEnterBecause }) => cannotEnterBecause === null) ??
    work[0];
  return chosen ? { ...chosen.host, state: chosen.state, cannotEnterBecause: chosen.cannotEnterBecause } : null;
}
