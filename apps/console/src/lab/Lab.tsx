"use client";
import { Button } from "@v-available/ui/Button";
import { ErrorState } from "@v-available/ui/Notice";
import { Skeleton } from "@v-available/ui/Skeleton";
import { useSearchParams } from "next/navigation";
import { type JSX, useCallback, useEffect, useRef, useState } from "react";
import { useTitle } from "../client/title";
import { HeldThroughout } from "./HeldThroughout";
import { HostsDid } from "./HostsDid";
import styles from "./Lab.module.css";
import { LabLane } from "./LabLane";
import { type RunChoice, RunControls, SPEEDS } from "./RunControls";
import type { HandAct } from "./run/message";
import type { RunFile } from "./run/run-file";
import { ledgerSentence, secondsWords } from "./run/sentence";
import { type RunView, useRun } from "./run/use-run";
import { Stage } from "./Stage";
import { TimeAxis } from "./TimeAxis";

const DEFAULT: RunChoice = { scenario: "side-by-side", seed: "4711", speed: 30, pair: null };
/** A seed is typed letter by letter: the run is made anew once that has ended. */
const OPEN_AFTER_MS = 250;

function choiceOf(params: URLSearchParams): RunChoice {
  const speed = Number(params.get("speed"));
  return {
    scenario: params.get("scenario") ?? DEFAULT.scenario,
    seed: params.get("seed") ?? DEFAULT.seed,
    speed: SPEEDS.find((known) => known === speed) ?? DEFAULT.speed,
    pair: params.get("pair"),
  };
}

/** Nothing happens there by itself: they wait at their beginning for a hand. */
const BY_HAND: readonly string[] = ["by-hand", "fleet-by-hand"];
const startOf = (scenario: string): number | null => (BY_HAND.includes(scenario) ? 0 : null);

function addressOf({ scenario, seed, speed, pair }: RunChoice, byHand: string, atMs: number | null): string {
  const query = new URLSearchParams({ scenario, seed });
  if (pair !== null) query.set("pair", pair);
  if (byHand !== "") query.set("do", byHand);
  if (speed !== DEFAULT.speed) query.set("speed", String(speed));
  if (atMs !== null) query.set("t", (atMs / 1_000).toFixed(1));
  return `${window.location.pathname}?${query}`;
}

/** The fault lab: the product's own rules on simulated hosts, in this browser alone. */
export function Lab(): JSX.Element {
  const params = useSearchParams();
  const [choice, setChoice] = useState(() => choiceOf(params));
  const { view, failure, refusal, tell } = useRun();
  const first = useRef(params);
  const [file, setFile] = useState<RunFile | null>(null);
  const [refusedFile, setRefusedFile] = useState<string | null>(null);

  const open = useCallback(
    (next: RunChoice, atMs: number | null, byHand = "") => {
      tell({ kind: "open", scenario: next.scenario, seed: next.seed, atMs, byHand, drawn: next.pair });
    },
    [tell],
  );
  useEffect(() => {
    const start = choiceOf(first.current);
    const asked = first.current.get("t");
    const atMs = asked === null || !Number.isFinite(Number(asked)) ? startOf(start.scenario) : Number(asked) * 1_000;
    const plays = first.current.has("play");
    open(start, plays ? -5_000 : atMs, first.current.get("do") ?? "");
    if (plays) tell({ kind: "play", speed: start.speed });
  }, [open, tell]);

  const opening = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(opening.current), []);
  const byHand = view?.frame.byHand ?? "";
  const handAtMs = view?.frame.atMs ?? 0;
  // What a hand did is part of the run: whoever is sent the address sees the same.
  const written = useRef(first.current.get("do") ?? "");
  useEffect(() => {
    if (byHand === written.current || view === null) return;
    written.current = byHand;
    window.history.replaceState(null, "", addressOf(choice, byHand, handAtMs));
  }, [byHand, choice, handAtMs, view]);
  const choose = (chosen: RunChoice): void => {
    const next = chosen.scenario === choice.scenario ? chosen : { ...chosen, pair: null };
    setChoice(next);
    setFile(null);
    setRefusedFile(null);
    const same = next.scenario === choice.scenario && next.seed === choice.seed;
    window.history.replaceState(null, "", addressOf(next, same ? byHand : "", null));
    if (same) {
      if (view?.frame.playing) tell({ kind: "play", speed: next.speed });
      return;
    }
    clearTimeout(opening.current);
    opening.current = setTimeout(() => open(next, startOf(next.scenario)), OPEN_AFTER_MS);
  };

  const openFile = (run: RunFile): void => {
    const next = { ...choice, scenario: run.scenario, seed: run.seed, pair: null };
    setChoice(next);
    setFile(run);
    setRefusedFile(null);
    window.history.replaceState(null, "", addressOf(next, run.byHand, run.atMs));
    open(next, run.atMs, run.byHand);
  };

  useTitle("Fault lab");
  return (
    <div className={styles.page} data-lab>
      <p className={styles.mark}>
        <span className={styles.tag}>Fault lab</span>
        <span>
          Simulated hosts, the product's own rules. It runs in this browser; nothing here reaches a real machine.
        </span>
      </p>
      {view === null && failure !== null ? (
        <h1 className="say">
          <b>This run can't be played.</b>
        </h1>
      ) : null}
      {failure === null ? null : (
        <ErrorState
          title="The run stopped."
          action={
            <Button
              onClick={() => {
                setChoice(DEFAULT);
                window.history.replaceState(null, "", addressOf(DEFAULT, "", null));
                open(DEFAULT, null);
              }}
            >
              Begin anew with side-by-side
            </Button>
          }
        >
          {failure}
        </ErrorState>
      )}
      {view === null ? (
        failure === null ? (
          <LabWait />
        ) : null
      ) : (
        <LabRunView
          view={view}
          choice={choice}
          onChoice={choose}
          onPlay={() => tell({ kind: "play", speed: choice.speed })}
          onPause={() => tell({ kind: "pause" })}
          onSeek={(atMs) => {
            tell({ kind: "seek", atMs });
            window.history.replaceState(null, "", addressOf(choice, byHand, atMs));
          }}
          onDraw={(pairRef) => {
            const next = { ...choice, pair: pairRef };
            setChoice(next);
            tell({ kind: "draw", pairRef });
            window.history.replaceState(null, "", addressOf(next, byHand, view.frame.playing ? null : view.frame.atMs));
          }}
          onAct={(act) => {
            tell({ kind: "act", act });
            if (!view.frame.playing && view.frame.atMs < view.about.untilMs)
              tell({ kind: "play", speed: choice.speed });
          }}
          refusal={refusedFile ?? refusal ?? differs(file, view)}
          onOpenFile={openFile}
          onRefusedFile={setRefusedFile}
          onNext={() => tell({ kind: "next" })}
          linkAt={(atMs) => `${window.location.origin}${addressOf(choice, byHand, atMs)}`}
        />
      )}
    </div>
  );
}

/** Says so where a saved run does not come to what it came to when it was saved. */
function differs(file: RunFile | null, { frame, about }: RunView): string | null {
  if (file === null || about.name !== file.scenario || frame.atMs !== file.atMs || frame.digest === file.digest)
    return null;
  return `This run was saved by other rules and plays out differently now: at ${secondsWords(file.atMs)} its digest was ${file.digest}, here it is ${frame.digest}.`;
}

function LabWait(): JSX.Element {
  return (
    <>
      <h1 className="say">
        <b>A pair, its clients, and what breaks.</b>
      </h1>
      <p className="sub" role="status">
        The run is being played; that takes a few seconds.
      </p>
      <Skeleton label="The run is being played" rows={6} />
    </>
  );
}

type Controls = Omit<Parameters<typeof RunControls>[0], "view">;

function LabRunView({
  view,
  onAct,
  onDraw,
  refusal,
  ...controls
}: {
  view: RunView;
  onAct: (act: HandAct) => void;
  onDraw: (pairRef: string) => void;
  refusal: string | null;
} & Controls): JSX.Element {
  const { about, frame, series, acts } = view;
  const ledgerOf = (target: string) => frame.ledgers.find((one) => one.target === target);
  return (
    <>
      <h1 className={`say ${styles.sentence}`}>
        <b>{about.title}</b> <span className={styles.second}>{ledgerSentence(about, frame.ledgers, frame.atMs)}</span>
      </h1>
      <p className={styles.what}>{about.sentence}</p>
      <RunControls view={view} {...controls} />
      <div className={styles.lanes}>
        <TimeAxis about={about} />
        {about.lanes.map((lane) => {
          const [own, ledger] = [series.get(lane.target), ledgerOf(lane.target)];
          return own && ledger ? (
            <LabLane
              key={lane.target}
              about={about}
              lane={lane}
              series={own}
              acts={acts.filter(({ targets }) => targets.includes(lane.target))}
              ledger={ledger}
              atMs={frame.atMs}
            />
          ) : null;
        })}
        <p className={styles.legend}>
          <span>
            <i data-is="answered" aria-hidden="true" /> answered; height is the time it took
          </span>
          <span>
            <i data-is="failed" aria-hidden="true" /> failed, below the line
          </span>
          <span>
            <i data-is="lost" aria-hidden="true" /> acknowledged, then lost: on no other disk yet
          </span>
          <span className="sub">40 requests a second, half of them writes</span>
        </p>
      </div>
      <div className={styles.hands}>
        <Stage stage={frame.stage} onAct={onAct} onDraw={onDraw} />
        {refusal === null ? null : (
          <p className={styles.refusal} role="alert">
            {refusal}
          </p>
        )}
      </div>
      <div className={styles.columns}>
        <HostsDid about={about} acts={acts} />
        <HeldThroughout held={frame.held} steps={frame.steps} plain={ledgerOf("plain")} digest={frame.digest} />
      </div>
    </>
  );
}
