import { useMutation, useQuery } from "@tanstack/react-query";
import type { RolloutStepView, RolloutView } from "@v-available/api/view/rollout";
import { countWords, inAboutWords, percentWords, sentenceCase } from "@v-available/domain/wording";
import { ROLLOUT_LABEL, ROLLOUT_STEP_LABEL } from "@v-available/domain/work-label";
import { Button } from "@v-available/ui/Button";
import { MirrorBar } from "@v-available/ui/MirrorBar";
import { ShapeMark } from "@v-available/ui/ShapeMark";
import { Skeleton } from "@v-available/ui/Skeleton";
import type { JSX } from "react";
import { useConnection, useNowMs } from "../../../client/connection";
import { QueryFailure, useFailure } from "../../../client/QueryFailure";
import { useTRPC } from "../../../client/trpc";
import { Link } from "../../../shell/Link";
import { Moment } from "../../../view/Moment";
import { RefusedNote } from "../../../view/Refused";
import styles from "./rollout.module.css";

/** One rollout: what it has done, what it does, why it stands still, and what may be done about that. */
export function Rollout({ rolloutId }: { rolloutId: string }): JSX.Element {
  const rollout = useQuery(useTRPC().rollout.get.queryOptions({ rolloutId }));
  const failure = useFailure(rollout);
  if (failure !== null) return <QueryFailure what="The rollout" error={failure} query={rollout} />;
  if (rollout.data === undefined) return <Skeleton label="Reading the rollout" rows={6} />;
  const view = rollout.data;
  const { shape, tone, word } = ROLLOUT_LABEL[view.state];
  return (
    <div className={styles.rollout}>
      <div role="status">
        <p className={styles.state}>
          <ShapeMark shape={shape} tone={tone} />
          <span>
            The rollout <b>{word}</b>. {view.sentence}
          </span>
        </p>
        {view.because === null ? null : <p>{view.because}</p>}
        {view.wanted === null ? null : (
          <p>
            <b>{view.wanted}</b>
          </p>
        )}
      </div>
      <Times view={view} />
      <Waves view={view} />
      <Does view={view} />
      <ul className={styles.steps} aria-label="Machines of the rollout">
        {view.steps.map((step) => (
          <Step key={step.id} step={step} />
        ))}
      </ul>
      {view.notShown > 0 ? <p className="sub">{countWords(view.notShown, "more machine")} not shown.</p> : null}
    </div>
  );
}

function Times({ view }: { view: RolloutView }): JSX.Element {
  const nowMs = useNowMs();
  const { startedBy, startedAtMs, endedAtMs, etaAtMs, accepted } = view;
  const lower = accepted.lowered + accepted.passingBelow;
  return (
    <p className="sub">
      Begun by {startedBy}, <Moment atMs={startedAtMs} />
      {endedAtMs === null ? null : (
        <>
          ; over since <Moment atMs={endedAtMs} />
        </>
      )}
      {etaAtMs === null ? null : (
        <>
          ; expected to be done at <Moment atMs={etaAtMs} />, {inAboutWords(etaAtMs, nowMs)} (a prediction)
        </>
      )}
      .{lower > 0 ? ` It was accepted that ${countWords(lower, "machine")} ${lower === 1 ? "has" : "have"} less.` : ""}
    </p>
  );
}

const WAVE_WORDS = ["One machine", "A tenth", "The rest"] as const;

function Waves({ view }: { view: RolloutView }): JSX.Element {
  return (
    <ol className={styles.waves} aria-label="Waves">
      {view.waves.map(({ wave, machines, over }) => (
        <li key={wave} aria-current={wave === view.atWave ? "step" : undefined}>
          <b>{WAVE_WORDS[wave - 1] ?? `Wave ${wave}`}</b>
          <MirrorBar ratio={machines === 0 ? 0 : over / machines} tone="reprotecting" width={84} label={null} />
          <span className="sub">
            {over} of {countWords(machines, "machine")} over
          </span>
        </li>
      ))}
    </ol>
  );
}

function Step({ step }: { step: RolloutStepView }): JSX.Element {
  const nowMs = useNowMs();
  const { machine, pair, state, words, progressRatio, etaAtMs, endedAtMs } = step;
  const { shape, tone, word } = ROLLOUT_STEP_LABEL[state];
  return (
    <li>
      <ShapeMark shape={shape} tone={tone} />
      <span>
        <Link className="id" href={`/machines/${machine.id}`}>
          {machine.name}
        </Link>{" "}
        <span className="sub">pair {pair.name}</span> {word}
        {progressRatio === null ? null : ` ${percentWords(progressRatio)}`}
        {words === null ? "" : `: ${words.replace(/\.$/, "")}`}.
        {etaAtMs === null ? null : (
          <span className="sub">
            {" "}
            Expected at <Moment atMs={etaAtMs} />, {inAboutWords(etaAtMs, nowMs)}.
          </span>
        )}
        {endedAtMs === null ? null : (
          <span className="sub">
            {" "}
            <Moment atMs={endedAtMs} />
          </span>
        )}
      </span>
    </li>
  );
}

/** What may be done about it. Whoever may not sees who may. */
function Does({ view }: { view: RolloutView }): JSX.Element | null {
  const trpc = useTRPC();
  const { reason } = useConnection();
  const pause = useMutation(trpc.rollout.pause.mutationOptions());
  const resume = useMutation(trpc.rollout.resume.mutationOptions());
  const cancel = useMutation(trpc.rollout.cancel.mutationOptions());
  const { id: rolloutId, state, counts } = view;
  if (state === "done" || state === "cancelled") return null;
  const failed = counts.refused + counts.returned + counts.stuck;
  const mayChange = reason ?? view.mayNotChange;
  const busy = pause.isPending || resume.isPending || cancel.isPending;
  const waitsForAnswer = busy ? "It is being asked for." : null;
  return (
    <>
      <div className={styles.row}>
        {state === "running" ? (
          <Button blockedBy={waitsForAnswer ?? reason ?? view.mayNotPause} onClick={() => pause.mutate({ rolloutId })}>
            Pause
          </Button>
        ) : null}
        {state === "paused" ? (
          <Button
            primary
            blockedBy={waitsForAnswer ?? mayChange}
            onClick={() => resume.mutate({ rolloutId, failed: "try-again" })}
          >
            {failed > 0 ? `Resume, and try ${countWords(failed, "machine")} again` : "Resume"}
          </Button>
        ) : null}
        {state === "paused" && failed > 0 ? (
          <Button blockedBy={waitsForAnswer ?? mayChange} onClick={() => resume.mutate({ rolloutId, failed: "leave" })}>
            Resume without {failed === 1 ? "it" : "them"}
          </Button>
        ) : null}
        <Button
          blockedBy={
            state === "cancelling"
              ? `${sentenceCase(countWords(counts.changing + counts.returning, "machine"))} under way; it ends with them.`
              : (waitsForAnswer ?? mayChange)
          }
          onClick={() => cancel.mutate({ rolloutId })}
        >
          Cancel the rollout
        </Button>
      </div>
      <RefusedNote error={pause.error ?? resume.error ?? cancel.error} />
      <p className="sub">
        Pausing begins no other machine; cancelling leaves those that wait as they are. What is under way is finished
        either way.
      </p>
    </>
  );
}
