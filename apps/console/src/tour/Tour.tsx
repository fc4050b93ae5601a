"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FAULT_TOLERANCE } from "@v-available/domain/level";
import { Button } from "@v-available/ui/Button";
import { usePathname, useSearchParams } from "next/navigation";
import { type JSX, useEffect, useEffectEvent, useState } from "react";
import { asInput } from "../app/policies/as-input";
import { useBlocked } from "../client/blocked";
import { Named } from "../client/Named";
import { useTRPC } from "../client/trpc";
import { useGo } from "../shell/go";
import { RefusedNote } from "../view/Refused";
import { newTaskKey } from "../view/task-key";
import styles from "./Tour.module.css";
import { PUBLISHED_BECAUSE, ROLLED_BACK_BECAUSE } from "./tour-policy";
import { FIRST_STEP, keepProgress, readProgress, type TourProgress } from "./tour-progress";
import { PERMISSION_OF_ACT, type TourFacts, type TourStep, tourSteps } from "./tour-step";
import { useTourFacts } from "./use-tour-facts";

/** Leads through the console in eight steps. Each does something real in the simulated fleet; all can be left out. */
export function Tour({ onEnd }: { onEnd: () => void }): JSX.Element {
  const [progress, setProgress] = useState(() => readProgress() ?? FIRST_STEP);
  const known = useTourFacts(progress);
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
  const ofThePlug = progress.incidentId ?? (facts.pulled === null ? null : facts.incidentId);
  const remember = useEffectEvent(() => onProgress({ done: isNews ? [...done, index] : done, incidentId: ofThePlug }));
  useEffect(() => {
    if (isNews || ofThePlug !== progress.incidentId) remember();
  }, [isNews, ofThePlug, progress.incidentId]);
  const { act, error } = useTourAct(step, facts, () => onProgress({ incidentId: null }));
  const blocked = useBlocked(PERMISSION_OF_ACT[step.act.do]);
  const isDone = step.done || done.includes(index);
  const last = index === steps.length - 1;
  const { pair, hosts } = facts.machine;
  const names = [pair.name, hosts.a, hosts.b, ...facts.machines.map(({ name }) => name)];
  return (
    <section className={styles.tour} aria-label="Guided tour">
      <ol className={styles.dots} aria-label={`Step ${index + 1} of ${steps.length}`}>
        {steps.map(({ title }, number) => (
          <li key={title}>
            <button
              type="button"
              aria-current={number === index ? "step" : undefined}
              aria-label={`${number + 1} ${title}${done.includes(number) ? ", done" : ""}`}
              data-done={done.includes(number) || undefined}
              onClick={() => onProgress({ step: number })}
            >
              {number + 1}
              <span className={styles.title} aria-hidden="true">
                {" "}
                {title}
              </span>
            </button>
          </li>
        ))}
      </ol>
      <p className={styles.words} aria-live="polite">
        <b>{step.title}.</b> <Named text={step.sentence} names={names} />
        {step.waiting === null ? null : <span className="sub"> {step.waiting}</span>}
      </p>
      <div className={styles.acts}>
        <Button primary={!isDone} small blockedBy={blocked ?? step.blockedBy} onClick={act}>
          {step.label}
        </Button>
        <Button primary={isDone} small onClick={last ? onEnd : () => onProgress({ step: index + 1 })}>
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
  { machine, plug, pulled, planned, policy }: TourFacts,
  onPull: () => void,
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
  const draft = useMutation(trpc.policy.editDraft.mutationOptions());
  const publish = useMutation(trpc.policy.publish.mutationOptions());
  const rollBack = useMutation(trpc.policy.rollBack.mutationOptions());
  const mutation = {
    go: null,
    raise: protect,
    pull: inject,
    "give-back": clear,
    "enter-maintenance": enter,
    "leave-maintenance": leave,
    "draft-policy": draft,
    "publish-policy": publish,
    "roll-back-policy": rollBack,
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
        onPull();
        inject.mutate({ fault: "host-power-loss", targetRef: plug.ref });
      } else if (act.do === "give-back" && pulled !== null) {
        go(`/pairs/${machine.pair.id}`);
        clear.mutate({ injectionId: pulled.id });
      } else if ((act.do === "enter-maintenance" || act.do === "leave-maintenance") && planned !== null) {
        go(`/pairs/${machine.pair.id}`);
        const verb = act.do === "enter-maintenance" ? enter : leave;
        verb.mutate({ hostId: planned.id, taskKey: newTaskKey() });
      } else if (policy !== null) {
        go(`/policies/${policy.id}`);
        const { id: policyId, version } = policy;
        const key = newTaskKey();
        if (act.do === "draft-policy")
          draft.mutate({ policyId, draftRevision: null, baseVersion: version, policy: asInput(policy.changed) });
        else if (act.do === "publish-policy" && policy.draft !== null)
          publish.mutate({ policyId, draftRevision: policy.draft.revision, reason: PUBLISHED_BECAUSE, key });
        else if (act.do === "roll-back-policy")
          rollBack.mutate({ policyId, toVersion: version - 1, fromVersion: version, reason: ROLLED_BACK_BECAUSE, key });
      }
    },
  };
}
