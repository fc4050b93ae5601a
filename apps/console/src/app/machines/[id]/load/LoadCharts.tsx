"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { MachineLoadView } from "@v-available/api/view/load";
import type { MachineView } from "@v-available/api/view/machine";
import { beginOf, type Measure, RANGES, type Range, readingOf } from "@v-available/domain/load-history";
import { clockWords, countWords, dayWords, momentWords } from "@v-available/domain/wording";
import { SeverityMark } from "@v-available/ui/SeverityMark";
import { Skeleton } from "@v-available/ui/Skeleton";
import { type JSX, useCallback, useMemo, useState } from "react";
import { useNowMs } from "../../../../client/connection";
import { useTRPC } from "../../../../client/trpc";
import { useZone } from "../../../../client/Zone";
import { Moment } from "../../../../view/Moment";
import { RefusedNote } from "../../../../view/Refused";
import { LineChart } from "./LineChart";
import { LoadTable } from "./LoadTable";
import styles from "./load.module.css";
import { MEASURE_LOOK } from "./measure";

/** A step is summed up by the first word of the hosts after it. */
const SUMMED_AFTER_MS = 5_000;
const FAULTS_SHOWN = 6;
const DAY_MS = 86_400_000;

/** A lag is drawn of what has something that lags. */
const measuresOf = ({ declared }: MachineView): readonly Measure[] => [
  "cpu",
  "memory",
  "disk",
  ...(declared.mirror === "sync" ? (["sent"] as const) : []),
  ...(declared.compute === "lockstep" ? (["standbyLag"] as const) : []),
  ...(declared.recovery === "none" ? [] : (["copyLag"] as const)),
];

const NOTHING_NOW: Readonly<Record<Measure, string>> = {
  cpu: "not measured",
  memory: "not measured",
  disk: "not measured",
  sent: "not measured",
  standbyLag: "not synchronized",
  copyLag: "no copy yet",
};

function Faults({ load }: { load: MachineLoadView }): JSX.Element {
  const { faults } = load;
  if (faults.length === 0) return <p className="sub">No fault of it or of its pair in this time.</p>;
  return (
    <ul className={styles.faults} aria-label="Faults in this time">
      {faults.slice(0, FAULTS_SHOWN).map((fault) => (
        <li key={fault.id}>
          <SeverityMark severity={fault.severity} label={fault.severity} />
          <Moment atMs={fault.openedAtMs} />
          <span>
            {fault.label} <span className="id">{fault.subjectName}</span>
            {fault.closedAtMs === null ? (
              ", open"
            ) : (
              <>
                , until <Moment atMs={fault.closedAtMs} />
              </>
            )}
          </span>
        </li>
      ))}
      {faults.length > FAULTS_SHOWN ? (
        <li className="sub">and {countWords(faults.length - FAULTS_SHOWN, "more mark")} in the charts</li>
      ) : null}
    </ul>
  );
}

/** What the machine did, measured by its hosts and kept by the console; from a quarter of an hour to ninety days. */
export function LoadCharts({ machine, range }: { machine: MachineView; range: Range }): JSX.Element {
  const trpc = useTRPC();
  const { zone } = useZone();
  const { stepMs, step, points } = RANGES[range];
  const nowMs = useNowMs(SUMMED_AFTER_MS);
  const endMs = beginOf(nowMs - SUMMED_AFTER_MS, stepMs);
  const query = useQuery(
    trpc.machine.load.queryOptions({ machineId: machine.id, range, endMs }, { placeholderData: keepPreviousData }),
  );
  const [cursor, setCursor] = useState<number | null>(null);
  const load = query.data;
  const fromMs = load?.fromMs ?? endMs - points * stepMs;
  const drawnStepMs = load?.stepMs ?? stepMs;
  const timeAt = useCallback(
    (at: number) => momentWords(fromMs + at * drawnStepMs, fromMs + DAY_MS / 2, zone),
    [fromMs, drawnStepMs, zone],
  );
  const ends = useMemo((): readonly [string, string] => {
    const words = (atMs: number) =>
      drawnStepMs > RANGES["24h"].stepMs ? dayWords(atMs, zone) : clockWords(atMs, zone, "minute");
    return [words(fromMs), words(fromMs + points * drawnStepMs)];
  }, [fromMs, drawnStepMs, points, zone]);
  const marks = useMemo(() => {
    if (load === undefined) return [];
    const wholeMs = load.endMs - load.fromMs;
    return load.faults.map((fault) => ({ fault, at: Math.max(0, (fault.openedAtMs - load.fromMs) / wholeMs) }));
  }, [load]);
  const now = readingOf(machine.observed);
  const measures = measuresOf(machine);
  const modelled =
    load === undefined || load.modelledUntilMs === null
      ? 0
      : Math.ceil((load.modelledUntilMs - load.fromMs) / load.stepMs);
  const { recovery } = machine.declared;

  return (
    <>
      <p className="sub">
        One value for {step}
        {range === "15m" ? "" : ": the average; of a lag the worst"}. Hatched: not measured.
        {load === undefined || load.modelledUntilMs === null ? null : (
          <>
            {" "}
            Dotted, until <Moment atMs={load.modelledUntilMs} />: worked out by the simulator, not measured.
          </>
        )}
      </p>
      {query.error !== null ? <RefusedNote error={query.error} /> : null}
      {load === undefined ? (
        query.error === null ? (
          <Skeleton label="Reading the load" rows={5} />
        ) : null
      ) : (
        <>
          <div className={styles.charts} data-old={query.isPlaceholderData || undefined}>
            {measures.map((measure) => {
              const look = MEASURE_LOOK[measure];
              const value_ = now[measure];
              return (
                <LineChart
                  key={measure}
                  look={look}
                  values={load.series[measure]}
                  modelled={modelled}
                  now={value_ === null ? NOTHING_NOW[measure] : look.words(value_)}
                  limit={measure === "copyLag" && recovery !== "none" ? recovery.targetRpoMs : null}
                  faults={marks}
                  ends={ends}
                  cursor={cursor}
                  onCursor={setCursor}
                  timeAt={timeAt}
                />
              );
            })}
          </div>
          <Faults load={load} />
          <LoadTable load={load} measures={measures} timeAt={timeAt} />
        </>
      )}
    </>
  );
}
