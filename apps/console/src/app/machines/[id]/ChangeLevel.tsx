"use client";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import type { CheckView, MachineView } from "@v-available/api/view/machine";
import { LEVEL_LABEL } from "@v-available/domain/label";
import {
  DEFAULT_TARGET_RPO_MS,
  DIAL_STOPS,
  type DialStop,
  PROTECTION_OF_STOP,
  type Protection,
  REMOTE_AVAILABILITY,
} from "@v-available/domain/level";
import { durationWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { Dialog } from "@v-available/ui/Dialog";
import { LevelGlyph, levelWords } from "@v-available/ui/LevelGlyph";
import { ShapeMark } from "@v-available/ui/ShapeMark";
import { Skeleton } from "@v-available/ui/Skeleton";
import { type JSX, useState } from "react";
import { useConnection } from "../../../client/connection";
import { useTRPC } from "../../../client/trpc";
import { RefusedNote } from "../../../view/Refused";
import { newTaskKey } from "../../../view/task-key";
import styles from "./ChangeLevel.module.css";
import { PredictionTable } from "./PredictionTable";

const CHECK_MARK = {
  pass: { shape: "round-solid", tone: "protected", word: "passes" },
  warn: { shape: "pointed-open", tone: "degraded", word: "warns" },
  block: { shape: "square-crossed", tone: "down", word: "blocks" },
} as const;

function Checks({ checks }: { checks: readonly CheckView[] }): JSX.Element {
  // What needs reading first: what blocks, then what warns.
  const rank = { block: 0, warn: 1, pass: 2 } as const;
  const sorted = [...checks].sort((one, other) => rank[one.verdict] - rank[other.verdict]);
  return (
    <ul className={styles.checks}>
      {sorted.map((check) => {
        const mark = CHECK_MARK[check.verdict];
        return (
          <li key={check.name}>
            <ShapeMark shape={mark.shape} tone={mark.tone} label={mark.word} />
            <span>
              {check.sentence} {check.remedy === null ? null : <span className="sub">{check.remedy}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

const STOP_MEANS: Record<DialStop, string> = {
  unprotected: "One copy. It stops with its host.",
  "high-availability": "The disk is on both hosts. It restarts on the other one; memory is lost.",
  "fault-tolerance": "Disk and memory are on both hosts. It goes on; a crash of the guest itself is copied too.",
};

const same = (one: Protection, other: Protection): boolean =>
  one.compute === other.compute &&
  one.mirror === other.mirror &&
  one.separation === other.separation &&
  (one.recovery === "none") === (other.recovery === "none");

/** Says what the change would do, from the server's own admission and prediction, before it is asked for. */
export function ChangeLevel({ machine, onClose }: { machine: MachineView; onClose: () => void }): JSX.Element {
  const trpc = useTRPC();
  const { reason } = useConnection();
  const [stop, setStop] = useState<DialStop>(machine.declaredStop);
  const [twoSites, setTwoSites] = useState(machine.declared.separation === "site");
  const [recovery, setRecovery] = useState(machine.declared.recovery !== "none");
  const [taskKey, setTaskKey] = useState(() => newTaskKey());
  const protect = useMutation(trpc.machine.protect.mutationOptions({ onSuccess: onClose }));

  const protection: Protection = {
    ...PROTECTION_OF_STOP[stop],
    separation: stop !== "unprotected" && twoSites ? "site" : "host",
    recovery: !recovery
      ? "none"
      : machine.declared.recovery === "none"
        ? { targetRpoMs: DEFAULT_TARGET_RPO_MS }
        : machine.declared.recovery,
  };
  const changed = !same(protection, machine.declared);
  const preview = useQuery(
    trpc.machine.previewProtect.queryOptions(
      { machineId: machine.id, protection },
      { enabled: changed, placeholderData: keepPreviousData },
    ),
  );
  const shown = changed ? preview.data : undefined;
  const blocking = shown?.checks.find((check) => check.verdict === "block");
  const names = [machine.name, machine.hosts.a, machine.hosts.b];
  const choose = (act: () => void): void => {
    act();
    setTaskKey(newTaskKey());
    protect.reset();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={
        <>
          Change the level of <span className="id">{machine.name}</span>
        </>
      }
      description="The machine goes on running. If the change fails, it stays at the level that it has now."
    >
      <fieldset className={styles.stops}>
        <legend className="vh">Level</legend>
        {DIAL_STOPS.map((one) => {
          const refused = machine.dial.find((view) => view.stop === one)?.refusedBecause ?? null;
          return (
            <label key={one} data-refused={refused !== null || undefined}>
              <input type="radio" name="level" checked={stop === one} onChange={() => choose(() => setStop(one))} />
              <LevelGlyph protection={PROTECTION_OF_STOP[one]} size={15} label={null} />
              <span>
                <b>{LEVEL_LABEL[one].word}</b>
                {one === machine.declaredStop ? <span className="sub"> declared now</span> : null}
                <span className={styles.means}>{refused ?? STOP_MEANS[one]}</span>
              </span>
            </label>
          );
        })}
        <label>
          <input
            type="checkbox"
            checked={twoSites && stop !== "unprotected"}
            disabled={stop === "unprotected"}
            onChange={() => choose(() => setTwoSites(!twoSites))}
          />
          <LevelGlyph protection={REMOTE_AVAILABILITY} size={15} label={null} />
          <span>
            <b>across two sites</b>
            <span className={styles.means}>
              The two hosts stand at two sites, and a witness at a third: it survives the loss of a site.
            </span>
          </span>
        </label>
        <label>
          <input type="checkbox" checked={recovery} onChange={() => choose(() => setRecovery(!recovery))} />
          <LevelGlyph
            protection={{ ...PROTECTION_OF_STOP["high-availability"], recovery: { targetRpoMs: 0 } }}
            size={15}
            label={null}
          />
          <span>
            <b>and Disaster Recovery</b>
            <span className={styles.means}>
              A copy at another site, {durationWords(DEFAULT_TARGET_RPO_MS)} behind at most. A person decides to use it.
            </span>
          </span>
        </label>
      </fieldset>

      <section aria-live="polite" className={styles.preview} data-old={preview.isPlaceholderData || undefined}>
        <h3>
          {changed
            ? `Before it is changed to ${levelWords(protection)}`
            : "Choose another level to see what it would do."}
        </h3>
        {changed ? <RefusedNote error={preview.error} /> : null}
        {changed && preview.isPending ? <Skeleton label="Looking at the change" rows={4} /> : null}
        {shown === undefined ? null : (
          <>
            <Checks checks={shown.checks} />
            <h3>Prediction, once it is {levelWords(protection)}</h3>
            <PredictionTable predictions={shown.predictions} names={names} when="If this happens then" />
          </>
        )}
      </section>

      <footer className={styles.foot}>
        <RefusedNote error={protect.error} />
        <Button
          primary
          blockedBy={
            reason ??
            (!changed
              ? "This is the declared level already."
              : shown === undefined
                ? "The change is being looked at."
                : blocking?.sentence)
          }
          onClick={() => {
            if (!protect.isPending) protect.mutate({ machineId: machine.id, protection, taskKey });
          }}
        >
          {protect.isPending ? "Asking…" : changed ? `Change to ${levelWords(protection)}` : "Change level"}
        </Button>
        <Button onClick={onClose}>Leave it as it is</Button>
      </footer>
    </Dialog>
  );
}
