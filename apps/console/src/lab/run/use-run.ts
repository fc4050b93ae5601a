"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Act, FromWorker, RunAbout, ToWorker } from "./message";
import { addEnd, newSeries, type Series } from "./series";

type Frame = Extract<FromWorker, { kind: "frame" }>;

/** A run as the page draws it. `series` and `acts` grow in place; a new object each frame says that they did. */
export interface RunView {
  readonly about: RunAbout;
  readonly names: readonly { readonly name: string; readonly title: string }[];
  readonly frame: Frame;
  readonly series: ReadonlyMap<string, Series>;
  readonly acts: readonly Act[];
}

export interface Run {
  /** Null until the first moment is there. */
  readonly view: RunView | null;
  readonly failure: string | null;
  /** Why the last thing that was asked for was not done; null once something else was. */
  readonly refusal: string | null;
  readonly tell: (message: ToWorker) => void;
}

/** Slices of a strip: as many as are still told apart. */
const SLICES = 320;

interface Collected {
  about: RunAbout | null;
  names: RunView["names"];
  ends: number[][];
  series: Map<string, Series>;
  acts: Act[];
}

const freshSeries = ({ lanes, beginsAtMs, untilMs }: RunAbout): Map<string, Series> =>
  new Map(lanes.map(({ target }) => [target, newSeries(beginsAtMs, untilMs, (untilMs - beginsAtMs) / SLICES)]));

/** The worker lives as long as the page; what it says is gathered here. */
export function useRun(): Run {
  const worker = useRef<Worker | null>(null);
  const [view, setView] = useState<RunView | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);

  useEffect(() => {
    const collected: Collected = { about: null, names: [], ends: [], series: new Map(), acts: [] };
    const thread = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.current = thread;
    thread.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === "failed") setFailure(data.message);
      else if (data.kind === "refused") setRefusal(data.message);
      else if (data.kind === "opened") {
        Object.assign(collected, { about: data.about, names: data.names, ends: [], acts: [] });
        collected.series = freshSeries(data.about);
        setFailure(null);
      } else if (collected.about !== null) {
        const { about, names } = collected;
        gather(collected, about, data);
        setView({ about, names, frame: data, series: collected.series, acts: collected.acts });
      }
    };
    thread.onerror = (event) => setFailure(event.message || "The lab's thread could not be started.");
    return () => {
      worker.current = null;
      thread.terminate();
    };
  }, []);

  const tell = useCallback((message: ToWorker) => {
    setRefusal(null);
    worker.current?.postMessage(message);
  }, []);
  return { view, failure, refusal, tell };
}

function gather(collected: Collected, about: RunAbout, frame: Frame): void {
  const { backToMs } = frame;
  if (backToMs !== null) {
    collected.acts = collected.acts.filter(({ atMs }) => atMs <= backToMs);
    collected.ends = collected.ends.filter(([, , endedAtMs = 0]) => endedAtMs <= backToMs);
    collected.series = freshSeries(about);
    for (const end of collected.ends) addTo(collected, about, end);
  }
  collected.acts = [...collected.acts, ...frame.acts];
  for (let index = 0; index < frame.ends.length; index += 4) {
    const end = [...frame.ends.subarray(index, index + 4)];
    collected.ends.push(end);
    addTo(collected, about, end);
  }
}

function addTo(
  { series }: Collected,
  { lanes }: RunAbout,
  [lane = 0, sentAtMs = 0, endedAtMs = 0, tookMs = -1]: number[],
): void {
  const into = series.get(lanes[lane]?.target ?? "");
  if (into) addEnd(into, sentAtMs, endedAtMs, tookMs < 0 ? null : tookMs);
}
