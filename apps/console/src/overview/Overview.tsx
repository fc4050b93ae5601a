"use client";
import { useQuery } from "@tanstack/react-query";
import { STALE_AFTER_MS } from "@v-available/domain/timing";
import { type JSX, Suspense, useMemo } from "react";
import { useNowMs, usePairsHeard } from "../client/connection";
import { lazily } from "../client/lazily";
import { QueryFailure, useFailure } from "../client/QueryFailure";
import { useTitle } from "../client/title";
import { useTRPC } from "../client/trpc";
import { ageFleet } from "./aged-fleet";
import { Exposure } from "./Exposure";
import { FleetMap } from "./FleetMap";
import { HandledToday } from "./HandledToday";
import { NeedsPerson } from "./NeedsPerson";
import { NoIncident } from "./NoIncident";
import styles from "./Overview.module.css";
import { OverviewWait } from "./OverviewWait";
import { Truth } from "./Truth";
import { UnderWay } from "./UnderWay";

// Fetched where one runs: on most days none does.
const RunningIncident = lazily(() => import("./RunningIncident").then(({ RunningIncident }) => RunningIncident));

/** One sentence of truth, where it is, what happens next without anyone, and what wants a person. */
export function Overview(): JSX.Element {
  const trpc = useTRPC();
  const overview = useQuery(trpc.overview.get.queryOptions());
  const failure = useFailure(overview);
  const nowMs = useNowMs(1_000);
  const pairsHeard = usePairsHeard();
  const view = overview.data;
  const fleet = useMemo(
    () => (view ? ageFleet(view, { nowMs, staleAfterMs: STALE_AFTER_MS, pairsHeard }) : null),
    [view, nowMs, pairsHeard],
  );
  useTitle(fleet?.truth.lead ?? "Overview");
  if (!view || !fleet)
    return failure === null ? <OverviewWait /> : <QueryFailure what="The overview" error={failure} query={overview} />;
  const waiting = view.underWay.filter(({ wanted }) => wanted !== null);
  const goingOn = view.underWay.filter(({ wanted }) => wanted === null);
  return (
    <div className={styles.page}>
      <Truth view={view} fleet={fleet} />
      <FleetMap view={view} fleet={fleet} />
      <div className={styles.columns}>
        <div className={styles.left}>
          {goingOn.length > 0 ? <UnderWay matters={goingOn} /> : null}
          {view.incidents.length === 0 ? (
            <NoIncident last={view.handledToday[0] ?? view.handledBefore[0] ?? null} />
          ) : (
            <Suspense>
              <RunningIncident incidents={view.incidents} />
            </Suspense>
          )}
          <HandledToday rows={view.handledToday} before={view.handledBefore} />
        </div>
        <div className={styles.right}>
          <NeedsPerson alarms={view.needsPerson} waiting={waiting} />
          <Exposure exposure={view.exposure} />
        </div>
      </div>
    </div>
  );
}
