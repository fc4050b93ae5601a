"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { WorkPlanView, WorkStepView } from "@v-available/api/view/work-plan";
import { countWords, durationWords, inAboutWords, listWords, percentWords } from "@v-available/domain/wording";
import { isPlanOver } from "@v-available/domain/work-plan";
import { Button } from "@v-available/ui/Button";
import { MirrorBar } from "@v-available/ui/MirrorBar";
import { Region } from "@v-available/ui/Region";
import { Skeleton } from "@v-available/ui/Skeleton";
import { Toned } from "@v-available/ui/Toned";
import { type JSX, useState } from "react";
import { useConnection, useNowMs } from "../../../client/connection";
import { Named } from "../../../client/Named";
import { QueryFailure, useFailure } from "../../../client/QueryFailure";
import { useTRPC } from "../../../client/trpc";
import { Link } from "../../../shell/Link";
import { Crumbs } from "../../../view/Crumbs";
import { Moment } from "../../../view/Moment";
import { RefusedNote } from "../../../view/Refused";
import { planSentence, STEP_WORD, windowWords } from "../plan-words";
import styles from "../work.module.css";
import { WithReason } from "./WithReason";

export function PlanPage({ planId }: { planId: string }): JSX.Element {
  const plan = useQuery(useTRPC().plan.get.queryOptions({ planId }));
  const failure = useFailure(plan);
  const { cutOff } = useConnection();
  if (failure !== null) return <QueryFailure what="The plan" error={failure} query={plan} />;
  if (plan.data === undefined) return <Skeleton label="Reading the plan" rows={8} />;
  const view = plan.data;
  return (
    <>
      <Crumbs label="Where this is" path={[{ word: "Planned work", href: "/work" }, { word: view.name }]} />
      <div className={cutOff ? "stale" : undefined}>
        <Lead view={view} />
        <Region title="Hosts" note={countWords(view.steps.length, "host")} aside="one after the other, in this order">
          <ol className={styles.steps}>
            {view.steps.map((step) => (
              <Step key={step.host.id} step={step} view={view} />
            ))}
          </ol>
        </Region>
        <About view={view} />
      </div>
    </>
  );
}

function Lead({ view }: { view: WorkPlanView }): JSX.Element {
  const nowMs = useNowMs();
  const stands = view.pausedBecause !== null;
  return (
    <header className={styles.lead}>
      <h1 className="say">
        <b>{view.name}</b> {view.state === "done" ? "is done." : view.state === "cancelled" ? "was cancelled." : null}{" "}
        {planSentence(view)}
      </h1>
      {stands ? (
        <p role="status">
          <Toned tone="degraded">
            <b>{view.state === "cancelling" ? "It is being cancelled." : "It stopped."}</b>
          </Toned>{" "}
          {view.pausedBecause} No further host is begun until somebody lets it go on.
        </p>
      ) : view.state === "cancelling" ? (
        <p role="status">It is being cancelled: hosts that are away are taken back.</p>
      ) : view.waitsBecause !== null ? (
        <p role="status">{view.waitsBecause}</p>
      ) : view.etaAtMs !== null ? (
        <p role="status">
          At the load of now the last host would be back <b>{inAboutWords(view.etaAtMs, nowMs)}</b>. This is a
          prediction; it counts {durationWords(view.workMinutes * 60_000)} of work on each.
        </p>
      ) : null}
      {isPlanOver(view.state) || view.state === "cancelling" ? null : <Actions view={view} />}
    </header>
  );
}

function Actions({ view }: { view: WorkPlanView }): JSX.Element {
  const trpc = useTRPC();
  const { reason } = useConnection();
  const pause = useMutation(trpc.plan.pause.mutationOptions());
  const resume = useMutation(trpc.plan.resume.mutationOptions());
  const cancel = useMutation(trpc.plan.cancel.mutationOptions());
  const [cancelling, setCancelling] = useState(false);
  const blockedBy = reason ?? view.forbiddenBecause;
  const planId = view.id;
  return (
    <>
      <p className={styles.acts}>
        {view.state === "paused" ? (
          <Button primary blockedBy={blockedBy} onClick={() => resume.mutate({ planId })}>
            Let it go on
          </Button>
        ) : (
          <Button blockedBy={blockedBy} onClick={() => pause.mutate({ planId })}>
            Pause
          </Button>
        )}
        <Button blockedBy={blockedBy} onClick={() => setCancelling(true)}>
          Cancel the plan…
        </Button>
      </p>
      <RefusedNote error={pause.error ?? resume.error} />
      {cancelling ? (
        <WithReason
          title={`Cancel ${view.name}`}
          description={
            view.away.length === 0
              ? "No further host is begun."
              : `${view.away.join(" and ")} is taken back, no further host is begun.`
          }
          act="Cancel the plan"
          error={cancel.error}
          pending={cancel.isPending}
          onAct={(why) => cancel.mutate({ planId, reason: why }, { onSuccess: () => setCancelling(false) })}
          onClose={() => setCancelling(false)}
        />
      ) : null}
    </>
  );
}

function Step({ step, view }: { step: WorkStepView; view: WorkPlanView }): JSX.Element {
  const trpc = useTRPC();
  const nowMs = useNowMs();
  const { reason } = useConnection();
  const done = useMutation(trpc.plan.workDone.mutationOptions());
  const skip = useMutation(trpc.plan.skip.mutationOptions());
  const [skipping, setSkipping] = useState(false);
  const blockedBy = reason ?? view.forbiddenBecause;
  const ids = { planId: view.id, hostId: step.host.id };
  return (
    <li className={styles.step} data-state={step.state} aria-label={step.host.name}>
      <div className={styles.line}>
        <b className="id">{step.host.name}</b>
        <span className={styles.state}>{STEP_WORD[step.state]}</span>
        <span className="sub">
          <Link href={`/pairs/${step.pair.id}`} className="id">
            {step.pair.name}
          </Link>
          , {step.site.name}
        </span>
        <span className={styles.act}>
          {step.state === "ready" ? (
            <Button primary blockedBy={blockedBy} onClick={() => done.mutate(ids)}>
              The work on {step.host.name} is done
            </Button>
          ) : step.state === "waiting" && !isPlanOver(view.state) && view.state !== "cancelling" ? (
            <Button small blockedBy={blockedBy} onClick={() => setSkipping(true)}>
              <span>
                Leave out<span className="vh"> {step.host.name}</span>…
              </span>
            </Button>
          ) : null}
        </span>
      </div>
      <p className="mid">
        <Named text={step.sentence} names={[step.host.name]} />
        {step.progressRatio === null ? null : (
          <>
            {" "}
            <MirrorBar ratio={step.progressRatio} width={96} label={`${percentWords(step.progressRatio)} done`} />{" "}
            {percentWords(step.progressRatio)}
            {step.etaAtMs === null ? null : `, ${inAboutWords(step.etaAtMs, nowMs)}`}
          </>
        )}
      </p>
      {step.exposedSinceMs === null ? null : (
        <p>
          <Toned tone="degraded">
            Machines of {step.pair.name} run on one copy for {durationWords(nowMs - step.exposedSinceMs)}.
          </Toned>
        </p>
      )}
      {step.readyAtMs !== null && step.state === "ready" ? (
        <p className="sub">
          Free since <Moment atMs={step.readyAtMs} />; {durationWords(view.workMinutes * 60_000)} were planned.
        </p>
      ) : null}
      <RefusedNote error={done.error} />
      {skipping ? (
        <WithReason
          title={`Leave ${step.host.name} out`}
          description="It stays as it is; the plan goes on with the next host."
          act="Leave it out"
          error={skip.error}
          pending={skip.isPending}
          onAct={(why) => skip.mutate({ ...ids, reason: why }, { onSuccess: () => setSkipping(false) })}
          onClose={() => setSkipping(false)}
        />
      ) : null}
    </li>
  );
}

function About({ view }: { view: WorkPlanView }): JSX.Element {
  return (
    <Region title="The plan">
      <dl className={styles.facts}>
        <div>
          <dt>Why</dt>
          <dd>{view.reason}</dd>
        </div>
        <div>
          <dt>Planned</dt>
          <dd>
            by {view.plannedBy}, <Moment atMs={view.plannedAtMs} />
          </dd>
        </div>
        <div>
          <dt>Hosts are begun</dt>
          <dd>
            {view.window === null ? (
              <>
                from <Moment atMs={view.startsAtMs} /> on, at any time
              </>
            ) : (
              windowWords(view.window)
            )}
          </dd>
        </div>
        {view.opening === null || isPlanOver(view.state) ? null : (
          <div>
            <dt>The window</dt>
            <dd>
              <Moment atMs={view.opening.fromMs} /> to <Moment atMs={view.opening.untilMs} />, in your time
            </dd>
          </div>
        )}
        {view.outsideWindowOf.length === 0 ? null : (
          <div>
            <dt>Outside their windows</dt>
            <dd>
              <span className="id">{listWords(view.outsideWindowOf)}</span>, confirmed by {view.plannedBy}
            </dd>
          </div>
        )}
        <div>
          <dt>Away at once</dt>
          <dd>{countWords(view.atOnce, "host")} at most; never two of a pair, nor of two pairs of one site</dd>
        </div>
      </dl>
    </Region>
  );
}
