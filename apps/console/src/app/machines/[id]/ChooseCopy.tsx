"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { MachineView } from "@v-available/api/view/machine";
import { copyChoices } from "@v-available/domain/copy-choice";
import { otherSide, SIDES, type Side } from "@v-available/domain/state";
import { Button } from "@v-available/ui/Button";
import { Dialog } from "@v-available/ui/Dialog";
import { Field } from "@v-available/ui/Field";
import { type FormEvent, type JSX, useState } from "react";
import { useConnection } from "../../../client/connection";
import { Named } from "../../../client/Named";
import { useTRPC } from "../../../client/trpc";
import { LossReason, SECOND_PERSON_WORDS, wrongInReason } from "../../../view/LossReason";
import { detailOf, RefusedNote } from "../../../view/Refused";
import { fieldError } from "../../../view/refusal-fields";
import { newTaskKey } from "../../../view/task-key";
import styles from "./Confirm.module.css";

/** In the address, so that the dialog is still there after a reload. */
export const keepParam = (side: Side): string => `keep-${side}`;
export const keepFrom = (param: string): Side | null => SIDES.find((side) => keepParam(side) === param) ?? null;

/** Asks before a copy is given up with what it alone has, and says in numbers what that is. */
export function ChooseCopy({
  machine,
  keep,
  onClose,
}: {
  machine: MachineView;
  keep: Side;
  onClose: () => void;
}): JSX.Element | null {
  const trpc = useTRPC();
  const { reason } = useConnection();
  const [taskKey] = useState(() => newTaskKey());
  const [typed, setTyped] = useState("");
  const [why, setWhy] = useState("");
  const choose = useMutation(trpc.machine.chooseCopy.mutationOptions({ onSuccess: onClose }));
  const askSecond = useMutation(trpc.consent.ask.mutationOptions({ onSuccess: onClose }));
  const needsSecond = useQuery(trpc.system.info.queryOptions()).data?.lossNeedsSecondPerson === true;
  const running = needsSecond ? askSecond : choose;
  const choice = copyChoices(machine.observed, machine.hosts).find((one) => one.keep === keep);
  if (choice === undefined) return null;
  const { name, hosts } = machine;
  const { undecided } = machine.observed;
  const runsOn = Boolean(undecided) && undecided?.waits !== keep;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (running.isPending) return;
    const input = { machineId: machine.id, taskKey, keep, confirmName: typed, reason: why };
    if (needsSecond) askSecond.mutate({ deed: "machine.chooseCopy", input });
    else choose.mutate(input);
  };
  const detail = running.error === null ? null : detailOf(running.error);
  const missing = typed === name ? wrongInReason(why) : "The name is not typed yet.";
  const names = [name, hosts.a, hosts.b];
  return (
    <Dialog open onClose={onClose} title="Choose the copy that stays">
      <form onSubmit={submit} noValidate className={styles.form}>
        <p>
          <Named
            text={`${name} goes on from its copy on ${hosts[keep]}, ${runsOn ? "as it runs now" : "started anew"}. Given up with the copy on ${hosts[otherSide(keep)]}: ${choice.loss}. That copy is then filled from ${hosts[keep]}; this cannot be undone.`}
            names={names}
          />
        </p>
        <Field
          label={
            <>
              Type <span className="id">{name}</span> to confirm
            </>
          }
          error={fieldError(detail, "confirmName")}
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
        <LossReason text={why} onText={setWhy} error={fieldError(detail, "reason")} />
        {needsSecond ? <p className="mid">{SECOND_PERSON_WORDS}</p> : null}
        <RefusedNote error={running.error} />
        <div className={styles.foot}>
          <Button primary type="submit" blockedBy={reason ?? missing}>
            {running.isPending ? "Asking…" : needsSecond ? "Ask a second person" : `Keep the copy on ${hosts[keep]}`}
          </Button>
          <Button onClick={onClose}>Leave it as it is</Button>
        </div>
      </form>
    </Dialog>
  );
}
