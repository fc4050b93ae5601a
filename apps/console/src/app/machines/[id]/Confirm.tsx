"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { MachineView } from "@v-available/api/view/machine";
import { recoveryLossWords } from "@v-available/domain/recovery-declaration";
import { type RecoveryPoint, recoveryPointAt, recoveryPoints } from "@v-available/domain/recovery-point";
import { mebibytesWords } from "@v-available/domain/size-words";
import { otherSide, SIDES, type Side } from "@v-available/domain/state";
import { countWords, durationWords, listWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { Dialog } from "@v-available/ui/Dialog";
import { Field } from "@v-available/ui/Field";
import { type FormEvent, type JSX, useState } from "react";
import { useConnection, useNowMs } from "../../../client/connection";
import { Named } from "../../../client/Named";
import { useTRPC } from "../../../client/trpc";
import { useGo } from "../../../shell/go";
import { LossReason, SECOND_PERSON_WORDS, wrongInReason } from "../../../view/LossReason";
import { OutsideConsent, unconfirmedWords } from "../../../view/OutsideConsent";
import { detailOf, RefusedNote } from "../../../view/Refused";
import { fieldError } from "../../../view/refusal-fields";
import { newTaskKey } from "../../../view/task-key";
import styles from "./Confirm.module.css";
import { PointChoice } from "./PointChoice";

export interface ConfirmProps {
  readonly machine: MachineView;
  readonly action: "stop" | "switch-active" | "drill" | "recover" | "fail-back" | "remove";
  /** Where the active side would move to. */
  readonly to?: Side;
  readonly onClose: () => void;
}

const siteOf = ({ observed }: MachineView): string => observed.recoveryCopy?.siteName ?? "the recovery site";
/** What is given up by it does not come back: the name is typed. */
const IS_TYPED: ReadonlySet<ConfirmProps["action"]> = new Set(["recover", "remove"]);

const behindWords = ({ behindMs }: RecoveryPoint): string =>
  behindMs === 0 ? "no write" : `its last ${durationWords(behindMs)}`;
const POINT_WORDS = {
  drill: (point: RecoveryPoint) => `without ${behindWords(point)}`,
  recover: (point: RecoveryPoint) => `gives up ${behindWords(point)}`,
};

/** All that goes with a machine, by what there is of it now. */
function lostWords({ legs, hosts, observed, diskMiB, name }: MachineView): string {
  const holders = SIDES.filter((side) => legs[side] !== "Diskless").map((side) => hosts[side]);
  const disk = `its disk of ${mebibytesWords(diskMiB)}${holders.length === 0 ? "" : ` on ${listWords(holders)}`}`;
  const copy = observed.recoveryCopy;
  if (copy === null) return `${disk}; there is no copy of ${name} elsewhere`;
  const points = copy.earlierPointsAtMs.length + (copy.lastPointAtMs === null ? 0 : 1);
  return `${disk}, and its copy at ${copy.siteName} with ${countWords(points, "point")} of its past`;
}

const WORDS = {
  stop: (machine: MachineView) => ({
    title: "Stop the machine",
    consequence: `${machine.name} stops and answers nobody. ${
      machine.declaredStop === "unprotected" ? "Its disk stays." : "Both copies of its disk stay."
    } It does not start again by itself.`,
    verb: `Stop ${machine.name}`,
  }),
  "switch-active": (machine: MachineView) => {
    const to = machine.hosts[otherSide(machine.activeSide)];
    return {
      title: "Make the other side active",
      consequence:
        machine.declaredStop === "fault-tolerance"
          ? `${machine.name} goes on, on ${to}. Clients keep their connections; nothing is lost.`
          : `${machine.name} moves to ${to}. Acknowledged writes are kept; clients wait for a moment.`,
      verb: `Make ${to} active`,
    };
  },
  drill: (machine: MachineView) => ({
    title: "Prove the copy in a drill",
    consequence: `A clone of the point chosen here is started at ${siteOf(machine)}, in a network of its own that reaches nobody, and taken down once its application answers. ${machine.name} and its copying go on. What it took goes on the record.`,
    verb: "Start the drill",
  }),
  recover: (machine: MachineView, point: RecoveryPoint | null) => ({
    title: "Declare Disaster Recovery",
    consequence: `${machine.name} is started at ${siteOf(machine)} from the point chosen here, giving up ${point === null ? "all of it" : recoveryLossWords(point)}. Its hosts do not start it any more, until somebody brings it back.`,
    verb: `Start ${machine.name} at ${siteOf(machine)}`,
  }),
  "fail-back": (machine: MachineView) => ({
    title: "Bring the machine back",
    consequence: `What ${machine.name} has written at ${siteOf(machine)} is copied to its pair while it runs. Then it stops there and is started at its pair; no write is lost.`,
    verb: `Bring ${machine.name} back`,
  }),
  remove: (machine: MachineView) => ({
    title: "Delete the machine",
    consequence: `${machine.name} is deleted, with ${lostWords(machine)}. This cannot be undone.`,
    verb: `Delete ${machine.name}`,
  }),
} as const;

/** Asks before what stops or ends service, and says what it does. */
export function Confirm({ machine, action, to, onClose }: ConfirmProps): JSX.Element {
  const trpc = useTRPC();
  const go = useGo();
  const { reason } = useConnection();
  const nowMs = useNowMs();
  const [taskKey, setTaskKey] = useState(() => newTaskKey());
  const [typed, setTyped] = useState("");
  const [why, setWhy] = useState("");
  const [confirmed, setConfirmed] = useState<readonly string[]>([]);
  const outside = action === "drill" && machine.policy?.outsideWindow ? [machine.policy.outsideWindow] : [];
  const [pointAtMs, setPointAtMs] = useState<number | undefined>(undefined);
  const points = recoveryPoints(machine.observed, nowMs);
  const done = { onSuccess: onClose };
  const stop = useMutation(trpc.machine.stop.mutationOptions(done));
  const switchActive = useMutation(trpc.machine.switchActive.mutationOptions(done));
  const remove = useMutation(
    trpc.machine.remove.mutationOptions({
      onSuccess: () => {
        onClose();
        go("/machines");
      },
    }),
  );
  const recover = useMutation(trpc.machine.recover.mutationOptions(done));
  const askSecond = useMutation(trpc.consent.ask.mutationOptions(done));
  const needsSecond =
    useQuery(trpc.system.info.queryOptions()).data?.lossNeedsSecondPerson === true && action === "recover";
  const drill = useMutation(trpc.machine.drill.mutationOptions(done));
  const failBack = useMutation(trpc.machine.failBack.mutationOptions(done));
  const running = needsSecond
    ? askSecond
    : { stop, "switch-active": switchActive, drill, recover, "fail-back": failBack, remove }[action];
  const { title, consequence, verb } = WORDS[action](machine, recoveryPointAt(points, pointAtMs));
  const machineId = machine.id;

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (running.isPending) return;
    if (action === "stop") stop.mutate({ machineId, taskKey });
    else if (action === "switch-active")
      switchActive.mutate({ machineId, taskKey, to: to ?? otherSide(machine.activeSide) });
    else if (action === "drill") drill.mutate({ machineId, taskKey, pointAtMs, outsideWindowOf: [...confirmed] });
    else if (action === "recover") {
      const input = { machineId, taskKey, confirmName: typed, reason: why, pointAtMs };
      if (needsSecond) askSecond.mutate({ deed: "machine.recover", input });
      else recover.mutate(input);
    } else if (action === "fail-back") failBack.mutate({ machineId, taskKey });
    else remove.mutate({ machineId, taskKey, confirmName: typed });
  };
  // Another point, or another consent, is another task.
  const another = (): void => {
    setTaskKey(newTaskKey());
    running.reset();
  };
  const choosePoint = (atMs: number | undefined): void => {
    setPointAtMs(atMs);
    another();
  };
  const untyped = IS_TYPED.has(action) && typed !== machine.name ? "The name is not typed yet." : null;
  const missing = untyped ?? (action === "recover" ? wrongInReason(why) : unconfirmedWords(outside, confirmed));
  return (
    <Dialog open onClose={onClose} title={title}>
      <form onSubmit={submit} noValidate className={styles.form}>
        <p>
          <Named text={consequence} names={[machine.name, machine.hosts.a, machine.hosts.b]} />
        </p>
        {action === "recover" || action === "drill" ? (
          <PointChoice points={points} chosenAtMs={pointAtMs} words={POINT_WORDS[action]} onChoice={choosePoint} />
        ) : null}
        <OutsideConsent
          outside={outside}
          confirmed={confirmed}
          onConfirmed={(ids) => {
            setConfirmed(ids);
            another();
          }}
        />
        {IS_TYPED.has(action) ? (
          <Field
            label={
              <>
                Type <span className="id">{machine.name}</span> to confirm
              </>
            }
            error={running.error === null ? undefined : fieldError(detailOf(running.error), "confirmName")}
          >
            {(control) => (
              <input
                {...control}
                className="id"
                data-first-focus
                value={typed}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
        ) : null}
        {action === "recover" ? (
          <LossReason
            text={why}
            onText={setWhy}
            error={running.error === null ? undefined : fieldError(detailOf(running.error), "reason")}
          />
        ) : null}
        {needsSecond ? <p className="mid">{SECOND_PERSON_WORDS}</p> : null}
        <RefusedNote error={running.error} />
        <div className={styles.foot}>
          <Button primary type="submit" blockedBy={reason ?? missing}>
            {running.isPending ? "Asking…" : needsSecond ? "Ask a second person" : verb}
          </Button>
          <Button onClick={onClose}>Leave it as it is</Button>
        </div>
      </form>
    </Dialog>
  );
}
