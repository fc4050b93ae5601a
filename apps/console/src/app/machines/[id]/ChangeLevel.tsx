"use client";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import type { MachineView } from "@v-available/api/view/machine";
import type { Protection } from "@v-available/domain/level";
import { Button } from "@v-available/ui/Button";
import { Dialog } from "@v-available/ui/Dialog";
import { levelWords } from "@v-available/ui/LevelGlyph";
import { Skeleton } from "@v-available/ui/Skeleton";
import { type JSX, useState } from "react";
import { useConnection } from "../../../client/connection";
import { useTRPC } from "../../../client/trpc";
import { RefusedNote } from "../../../view/Refused";
import { newTaskKey } from "../../../view/task-key";
import { Checks } from "../Checks";
import { LevelChoice } from "../LevelChoice";
import { type ChosenLevel, protectionOfChoice } from "../level-choice";
import styles from "./ChangeLevel.module.css";
import { Forecast } from "./Forecast";
import { PredictionTable } from "./PredictionTable";

const same = (one: Protection, other: Protection): boolean =>
  one.compute === other.compute &&
  one.mirror === other.mirror &&
  one.separation === other.separation &&
  (one.recovery === "none") === (other.recovery === "none");

/** Says what the change would do, from the server's own admission and prediction, before it is asked for. */
export function ChangeLevel({ machine, onClose }: { machine: MachineView; onClose: () => void }): JSX.Element {
  const trpc = useTRPC();
  const { reason } = useConnection();
  const [level, setLevel] = useState<ChosenLevel>({
    stop: machine.declaredStop,
    twoSites: machine.declared.separation === "site",
    recovery: machine.declared.recovery !== "none",
  });
  const [taskKey, setTaskKey] = useState(() => newTaskKey());
  const protect = useMutation(trpc.machine.protect.mutationOptions({ onSuccess: onClose }));

  const asked = protectionOfChoice(level);
  const protection: Protection =
    asked.recovery === "none" || machine.declared.recovery === "none"
      ? asked
      : { ...asked, recovery: machine.declared.recovery };
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
      <LevelChoice
        chosen={level}
        onChoose={(next) => {
          setLevel(next);
          setTaskKey(newTaskKey());
          protect.reset();
        }}
        dial={machine.dial}
        declared={machine.declaredStop}
      />

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
            {shown.forecast === null ? null : <Forecast forecast={shown.forecast} names={names} />}
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
