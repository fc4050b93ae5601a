"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FAULT_TOLERANCE } from "@v-available/domain/level";
import { Button } from "@v-available/ui/Button";
import { usePathname, useSearchParams } from "next/navigation";
import { type JSX, useEffect, useEffectEvent, useState } from "react";
import { useConnection } from "../client/connection";
import { Named } from "../client/Named";
import { useTRPC } from "../client/trpc";
import { useGo } from "../shell/go";
import { RefusedNote } from "../view/Refused";
import { newTaskKey } from "../view/task-key";
import styles from "./Tour.module.css";
import { FIRST_STEP, keepProgress, readProgress, type TourProgress } from "./tour-progress";
import { type TourFacts, type TourStep, tourSteps } from "./tour-step";
import { useTourFacts } from "./use-tour-facts";

/** Of the step about planned work, from 0. */
const PLANNING_STEP = 6;

/** Leads through the console in eight steps. Each does something real in the simulated fleet; all can be left out. */
export function Tour({ onEnd }: { onEnd: () => void }): JSX.Element {
  const [progress, setProgress] = useState(() => readProgress() ?? FIRST_STEP);
  const known = useTourFacts(progress.place, progress.step === PLANNING_STEP);
  useEffect(() => keepProgress(progress), [progress]);
  const end = (): void => {
    keepProgress(null);
    onEnd();
  };
  if (known.is !== "known")
    return (
      <div className={styles.tour}>
        <p className={styles.words} role="status">
          {known.is === "reading"
            ? "The fleet is being read."
            : "No pair is whole and has machines at both levels now. The tour can begin when one is."}
        </p>
        <Button small onClick={end}>
          End the tour
        </Button>
      </div>
    );
  return (
    <Steps
      facts={known.facts}
      progress={progress}
      onProgress={(next) => setProgress({ ...progress, place: known.place, ...next })}
      onEnd={end}
    />
  );
}

interface StepsProps {
  readonly facts: TourFacts;
  readonly progress: TourProgress;
  readonly onProgress: (next: Partial<TourProgress>) => void;
  readonly onEnd: () => void;
}

function Steps({ facts, progress, onProgress, onEnd }: StepsProps): JSX.Element {
  const query = useSearchParams().toString();
  const steps = tourSteps(facts, `${usePathname()}${query === "" ? "" : `?${query}`}`);
  const index = Math.min(progress.step, steps.length - 1);
  const step = steps[index] as TourStep;
  const { done } = progress;
  // The place is kept with the first thing that is done there.
  const isNews = step.done && !done.includes(index);
  const remember = useEffectEvent(() => onProgress({ done: [...done, index] }));
  useEffect(() => {
    if (isNews) remember();
  }, [isNews]);
  const { act, error } = useTourAct(step, facts);
  const { reason } = useConnection();
  const last = index === steps.length - 1;
  const names = [facts.machine.pair.name, facts.machine.hosts.a, facts.machine.hosts.b, facts.machine.name];
  return (
    <section className={styles.tour} aria-label="Guided tour">
      <ol className={styles.dots} aria-label={`Step ${index + 1} of ${steps.length}`}>
        {steps.map(({ title }, number) => (
          <li key={title}>
            <button
              type="button"
              aria-current={number === index ? "step" : undefined}
              aria-label={`${number + 1}, ${title}${done.includes(number) ? ", done" : ""}`}
              data-done={done.includes(number) || undefined}
              onClick={() => onProgress({ step: number })}
            >
              {number + 1}
            </button>
          </li>
        ))}
      </ol>
      <p className={styles.words} aria-live="polite">
        <b>{step.title}.</b> <Named text={step.sentence} names={names} />
        {step.waiting === null ? null : <span className="sub"> {step.waiting}</span>}
      </p>
      <div className={styles.acts}>
        <Button primary={!step.done} small blockedBy={reason ?? step.blockedBy} onClick={act}>
          {step.label}
        </Button>
        <Button primary={step.done} small onClick={last ? onEnd : () => onProgress({ step: index + 1 })}>
          {last ? "End the tour" : "Next"}
        </Button>
        {last ? null : (
          <button type="button" className="as-link" onClick={onEnd}>
            Skip the tour
          </button>
        )}
      </div>
      <RefusedNote error={error} />
    </section>
  );
}

/** What the button of a step does, through the verbs that the pages use. */
function useTourAct(
  { act }: TourStep,
  { machine, plug, pulled, planned }: TourFacts,
): { act: () => void; error: unknown } {
  const trpc = useTRPC();
  const client = useQueryClient();
  const go = useGo();
  const reread = () => client.invalidateQueries({ queryKey: trpc.lab.catalogue.queryKey() });
  const protect = useMutation(trpc.machine.protect.mutationOptions());
  const inject = useMutation(trpc.lab.inject.mutationOptions({ onSettled: reread }));
  const clear = useMutation(trpc.lab.clear.mutationOptions({ onSettled: reread }));
  const enter = useMutation(trpc.host.enterMaintenance.mutationOptions());
  const leave = useMutation(trpc.host.leaveMaintenance.mutationOptions());
  const mutation = {
    go: null,
    raise: protect,
    pull: inject,
    "give-back": clear,
    "enter-maintenance": enter,
    "leave-maintenance": leave,
  }[act.do];
  return {
    error: mutation?.error ?? null,
    act: () => {
      if (mutation?.isPending) return;
      if (act.do === "go") go(act.href);
      else if (act.do === "raise") {
        go(`/machines/${machine.id}`);
        protect.mutate({ machineId: machine.id, protection: FAULT_TOLERANCE, taskKey: newTaskKey() });
      } else if (act.do === "pull" && plug !== null) {
        go(`/pairs/${machine.pair.id}`);
        inject.mutate({ fault: "host-power-loss", targetRef: plug.ref });
      } else if (act.do === "give-back" && pulled !== null) {
        go(`/pairs/${machine.pair.id}`);
        clear.mutate({ injectionId: pulled.id });
      } else if ((act.do === "enter-maintenance" || act.do === "leave-maintenance") && planned !== null) {
        go(`/pairs/${machine.pair.id}`);
        const verb = act.do === "enter-maintenance" ? enter : leave;
        verb.mutate({ hostId: planned.id, taskKey: newTaskKey() });
      }
    },
  };
}
