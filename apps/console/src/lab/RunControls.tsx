"use client";
import { Button } from "@v-available/ui/Button";
import { type JSX, useState } from "react";
import styles from "./RunControls.module.css";
import { RunFileButtons } from "./RunFileButtons";
import type { RunFile } from "./run/run-file";
import { secondsWords } from "./run/sentence";
import type { RunView } from "./run/use-run";

export const SPEEDS = [1, 2, 5, 10, 20, 30, 60] as const;
const STEP_MS = 100;
const COPIED_MS = 2_000;

export interface RunChoice {
  readonly scenario: string;
  readonly seed: string;
  readonly speed: number;
  /** Which of its pairs is drawn; the first where it is null or none of the run. */
  readonly pair: string | null;
}

export function RunControls({
  view,
  choice,
  onChoice,
  onPlay,
  onPause,
  onSeek,
  onNext,
  linkAt,
  onOpenFile,
  onRefusedFile,
}: {
  view: RunView;
  choice: RunChoice;
  onChoice: (choice: RunChoice) => void;
  onPlay: () => void;
  onPause: () => void;
  onSeek: (atMs: number) => void;
  onNext: () => void;
  linkAt: (atMs: number) => string;
  onOpenFile: (run: RunFile) => void;
  onRefusedFile: (message: string) => void;
}): JSX.Element {
  const { about, frame, names } = view;
  const [copied, setCopied] = useState<"yes" | "no" | null>(null);
  // What a hand has chosen stays under it until the run is there: a frame that was on its way would take it back.
  const [asked, setAsked] = useState<number | null>(null);
  if (asked !== null && Math.abs(asked - frame.atMs) < STEP_MS) setAsked(null);
  const over = frame.atMs >= about.untilMs;
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(linkAt(frame.atMs));
      setCopied("yes");
    } catch {
      // A browser may refuse it: the address bar has the same link.
      setCopied("no");
    }
    setTimeout(() => setCopied(null), COPIED_MS);
  };
  return (
    <div className={styles.controls}>
      <label className={styles.scenario}>
        <span className="lab">Scenario</span>
        <select value={about.name} onChange={(event) => onChoice({ ...choice, scenario: event.target.value })}>
          {names.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label>
        <span className="lab">Seed</span>
        <input
          value={choice.seed}
          size={6}
          maxLength={32}
          inputMode="numeric"
          onChange={(event) => onChoice({ ...choice, seed: event.target.value })}
        />
      </label>
      <label>
        <span className="lab">Speed</span>
        <select value={choice.speed} onChange={(event) => onChoice({ ...choice, speed: Number(event.target.value) })}>
          {SPEEDS.map((speed) => (
            <option key={speed} value={speed}>
              {speed}×
            </option>
          ))}
        </select>
      </label>
      <Button primary onClick={frame.playing ? onPause : onPlay}>
        {frame.playing ? "Pause" : over ? "Run again" : "Run"}
      </Button>
      {over ? null : (
        <>
          <Button onClick={() => onSeek(frame.atMs + STEP_MS)}>Step 0.1 s</Button>
          <Button onClick={onNext}>Next event</Button>
        </>
      )}
      <span className="sp" />
      <span className={styles.clock}>
        <span className="lab">since {about.zero}</span> <b>{secondsWords(Math.round(frame.atMs))}</b>
      </span>
      <Button onClick={copy}>
        {copied === "yes" ? "Copied" : copied === "no" ? "Copy it from the address bar" : "Copy share link"}
      </Button>
      <RunFileButtons
        run={{
          scenario: about.name,
          seed: choice.seed,
          atMs: frame.atMs,
          byHand: frame.byHand,
          digest: frame.digest,
        }}
        onOpen={onOpenFile}
        onRefused={onRefusedFile}
      />
      <label className={styles.scrub}>
        <span className="vh">Time of the run, in seconds since {about.zero}</span>
        <input
          type="range"
          min={about.beginsAtMs / 1_000}
          max={about.untilMs / 1_000}
          step={0.1}
          value={(asked ?? frame.atMs) / 1_000}
          onChange={(event) => {
            const atMs = Number(event.target.value) * 1_000;
            setAsked(atMs);
            onSeek(atMs);
          }}
        />
      </label>
    </div>
  );
}
