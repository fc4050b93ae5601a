"use client";
import { useQueries, useQuery } from "@tanstack/react-query";
import { SIDES } from "@v-available/domain/state";
import { useTRPC } from "../client/trpc";
import { RECORD_LIMIT } from "../incident/record-limit";
import { whatMachinesDid } from "../incident/what-machines-did";
import { choosePlace, type TourPlace } from "./tour-place";
import { type PolicyChange, policyChange } from "./tour-policy";
import type { TourProgress } from "./tour-progress";
import { type PlannedHost, STEP, type TourFacts } from "./tour-step";

export type TourKnowledge =
  | { readonly is: "reading" }
  | { readonly is: "unfit" }
  | { readonly is: "known"; readonly place: TourPlace; readonly facts: TourFacts };

/** What is true of the tour's place now, from the same answers that the pages show. A step asks for no more than it tells. */
export function useTourFacts({ place: kept, step, incidentId: ofThePlug }: TourProgress): TourKnowledge {
  const trpc = useTRPC();
  const machines = useQuery(trpc.machine.list.queryOptions()).data;
  const overview = useQuery(trpc.overview.get.queryOptions()).data;
  const lab = useQuery(trpc.lab.catalogue.queryOptions()).data;
  const planned = usePlannedHost(step === STEP.planning ? (kept?.pairId ?? null) : null);
  const policy = usePolicy(step === STEP.policy);
  const did = useDid(step === STEP.pull ? ofThePlug : null);
  if (!machines || !overview || !lab) return { is: "reading" };
  const isThere = kept !== null && machines.some(({ id }) => id === kept.machineId);
  const place = isThere ? kept : choosePlace(machines);
  const machine = machines.find(({ id }) => id === place?.machineId);
  if (place === null || machine === undefined) return { is: "unfit" };
  const pulled = lab.active.find(({ fault, pairId }) => fault === "host-power-loss" && pairId === place.pairId) ?? null;
  const running = overview.incidents.find(({ pair }) => pair?.id === place.pairId);
  // While a plug is pulled here an older incident is not about it.
  const last = pulled === null ? overview.handledToday.find(({ pair }) => pair?.id === place.pairId) : undefined;
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
      // Of another fleet, that this browser saw under the same address, nothing is true.
      incidentId: (isThere ? ofThePlug : null) ?? running?.id ?? last?.incidentId ?? null,
      did,
      planned,
      policy,
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

/** Disaster Recovery is where a proof is asked for. */
function usePolicy(isLookedAt: boolean): PolicyChange | null {
  const trpc = useTRPC();
  const list = useQuery(trpc.policy.list.queryOptions(undefined, { enabled: isLookedAt })).data;
  const policyId = list?.policies.find(({ preset }) => preset === "disaster-recovery")?.id;
  const view = useQuery(
    trpc.policy.get.queryOptions({ policyId: policyId ?? "" }, { enabled: policyId !== undefined }),
  );
  return view.data === undefined ? null : policyChange(view.data);
}

function useDid(incidentId: string | null): readonly string[] {
  const asked = { incidentId: incidentId ?? "", limit: RECORD_LIMIT };
  const record = useQuery(useTRPC().event.list.queryOptions(asked, { enabled: incidentId !== null })).data;
  return whatMachinesDid(record?.events ?? []);
}
