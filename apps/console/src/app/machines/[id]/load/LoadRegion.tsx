"use client";
import type { MachineView } from "@v-available/api/view/machine";
import { RANGE_NAMES, RANGES, type Range } from "@v-available/domain/load-history";
import { Region } from "@v-available/ui/Region";
import { Segmented } from "@v-available/ui/Segmented";
import { Skeleton } from "@v-available/ui/Skeleton";
import { type JSX, useSyncExternalStore } from "react";
import { useSearchParam } from "../../../../shell/search-param";
import { LoadCharts } from "./LoadCharts";
import styles from "./load.module.css";

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
  const { value, set } = useSearchParam("span");
  const range: Range = RANGE_NAMES.find((name) => name === value) ?? "15m";
  return (
    <Region title="Load" aside="measured by its hosts" className={className ?? ""}>
      {painted ? (
        <>
          <div className={styles.range}>
            <Segmented
              label="Reaches back"
              value={range}
              onChange={(next) => set(next === "15m" ? "" : next)}
              options={RANGE_NAMES.map((name) => ({ value: name, label: RANGES[name].word }))}
            />
          </div>
          <LoadCharts machine={machine} range={range} />
        </>
      ) : (
        BARS
      )}
    </Region>
  );
}
