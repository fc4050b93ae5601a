"use client";
import type { MachineView } from "@v-available/api/view/machine";
import { lagWords, percentWords, rateWords } from "@v-available/domain/wording";
import { Region } from "@v-available/ui/Region";
import { Sparkline } from "@v-available/ui/Sparkline";
import { type JSX, useEffect, useRef, useState } from "react";
import { serverNowMs } from "../../../client/connection";
import { Moment } from "../../../view/Moment";
import styles from "./LastFacts.module.css";

interface Sample {
  readonly atMs: number;
  readonly cpu: number;
  readonly dirty: number;
  readonly write: number;
  readonly lagMs: number | null;
}

const KEPT = 300;

/** The figures as they were seen by this page: it draws what it heard itself and claims no more. */
function useSamples(machine: MachineView): readonly Sample[] {
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  const last = useRef<MachineView["load"] | null>(null);
  const { load, standbyLagMs } = machine;
  useEffect(() => {
    if (last.current === load) return;
    last.current = load;
    const sample = {
      atMs: serverNowMs(),
      cpu: load.cpuRatio,
      dirty: load.dirtyBytesPerSecond,
      write: load.writeBytesPerSecond,
      lagMs: standbyLagMs,
    };
    setSamples((before) => [...before.slice(1 - KEPT), sample]);
  }, [load, standbyLagMs]);
  return samples;
}

export function LastFacts({
  machine,
  className,
}: {
  machine: MachineView;
  className: string | undefined;
}): JSX.Element {
  const samples = useSamples(machine);
  const since = samples[0]?.atMs;
  const { load } = machine;
  const lags = samples.flatMap((sample) => (sample.lagMs === null ? [] : [sample.lagMs]));
  const figures = [
    {
      label: "CPU",
      value: percentWords(load.cpuRatio),
      unit: ` of ${machine.vcpus}`,
      values: samples.map((s) => s.cpu),
    },
    { label: "Dirty rate", value: rateWords(load.dirtyBytesPerSecond), unit: "", values: samples.map((s) => s.dirty) },
    {
      label: "Standby behind",
      value: machine.standbyLagMs === null ? "no standby" : lagWords(machine.standbyLagMs),
      unit: "",
      values: lags,
    },
    { label: "Write rate", value: rateWords(load.writeBytesPerSecond), unit: "", values: samples.map((s) => s.write) },
  ];
  return (
    <Region
      title="Last facts"
      aside={
        since === undefined ? undefined : (
          <>
            since this page was opened, <Moment atMs={since} />
          </>
        )
      }
      className={className ?? ""}
    >
      <div className={styles.figures}>
        {figures.map(({ label, value, unit, values }) => (
          <figure key={label}>
            <figcaption>
              <span className="lab">{label}</span>
              <b>
                {value}
                <small>{unit}</small>
              </b>
            </figcaption>
            <div className={styles.plot}>
              <Sparkline values={values} />
            </div>
          </figure>
        ))}
      </div>
    </Region>
  );
}
