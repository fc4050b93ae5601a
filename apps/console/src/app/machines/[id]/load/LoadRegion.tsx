"use client";
import type { MachineView } from "@v-available/api/view/machine";
import { Region } from "@v-available/ui/Region";
import { Skeleton } from "@v-available/ui/Skeleton";
import { type JSX, Suspense, useSyncExternalStore } from "react";
import { lazily } from "../../../../client/lazily";

const LoadCharts = lazily(() => import("./LoadCharts").then(({ LoadCharts }) => LoadCharts));
const BARS = <Skeleton label="Reading the load" rows={5} />;
const never = (): (() => void) => () => {};

/** After the first paint: what is wrong with a machine is read before what it does. */
export function LoadRegion({
  machine,
  className,
}: {
  machine: MachineView;
  className: string | undefined;
}): JSX.Element {
  const painted = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return (
    <Region title="Load" aside="measured by its hosts" className={className ?? ""}>
      {painted ? (
        <Suspense fallback={BARS}>
          <LoadCharts machine={machine} />
        </Suspense>
      ) : (
        BARS
      )}
    </Region>
  );
}
