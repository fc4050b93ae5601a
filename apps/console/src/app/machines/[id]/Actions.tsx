"use client";
import { useMutation } from "@tanstack/react-query";
import type { ActionView, MachineAction } from "@v-available/api/view/action";
import type { MachineView } from "@v-available/api/view/machine";
import { otherSide } from "@v-available/domain/state";
import { inAboutWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { Region } from "@v-available/ui/Region";
import { type JSX, useRef } from "react";
import { useConnection, useNowMs } from "../../../client/connection";
import { useTRPC } from "../../../client/trpc";
import { useGo } from "../../../shell/go";
import type { SearchParam } from "../../../shell/search-param";
import { Moment } from "../../../view/Moment";
import { RefusedNote } from "../../../view/Refused";
import { newTaskKey } from "../../../view/task-key";
import styles from "./Actions.module.css";
import { ChangeLevel } from "./ChangeLevel";
import { Confirm } from "./Confirm";
import { EditMachine } from "./EditMachine";
import { Labels } from "./Labels";

/** These open a dialog; what nothing is lost by does not. */
const ASKS_FIRST: ReadonlySet<MachineAction> = new Set([
  "protect",
  "edit",
  "stop",
  "switch-active",
  "drill",
  "recover",
  "fail-back",
  "remove",
]);

function Reason({ action, nowMs }: { action: ActionView; nowMs: number }): JSX.Element {
  return (
    <>
      {action.disabledBecause}
      {action.possibleAtMs === null ? null : (
        <>
          {" "}
          Possible at <Moment atMs={action.possibleAtMs} />, {inAboutWords(action.possibleAtMs, nowMs)}.
        </>
      )}
    </>
  );
}

interface ActionsProps {
  readonly machine: MachineView;
  /** What is asked of whoever looks, in the address: a dialog can be gone to, and is still there after a reload. */
  readonly question: SearchParam;
  readonly className: string | undefined;
}

/** What can be done, in one place. What cannot be done now stays, with the reason and when that ends. */
export function Actions({ machine, question, className }: ActionsProps): JSX.Element {
  const trpc = useTRPC();
  const go = useGo();
  const nowMs = useNowMs();
  const { reason } = useConnection();
  const { value: asked, set: ask } = question;
  const open = machine.actions.find(({ action }) => action === asked)?.action;
  const start = useMutation(trpc.machine.start.mutationOptions());
  const compare = useMutation(trpc.machine.compareCopies.mutationOptions());
  const endComparison = useMutation(trpc.machine.endComparison.mutationOptions());
  const endDrill = useMutation(trpc.machine.endDrill.mutationOptions());
  const key = useRef<string | null>(null);
  const primary = machine.desiredPower === "off" ? "start" : "protect";
  const close = (): void => ask("");

  const press = (action: MachineAction): void => {
    if (action === "screen") {
      go(`/machines/${machine.id}/screen`);
      return;
    }
    const atOnce = { start, "end-drill": endDrill, compare, "end-comparison": endComparison };
    if (!(action in atOnce)) {
      ask(action);
      return;
    }
    // Pressed twice, it is still one task.
    key.current ??= newTaskKey();
    atOnce[action as keyof typeof atOnce].mutate(
      { machineId: machine.id, taskKey: key.current },
      {
        onSettled: () => {
          key.current = null;
        },
      },
    );
  };

  // Which copy stays is chosen beside what each of them has.
  const listed = machine.actions.filter(({ action }) => action !== "choose-copy");
  const inOrder = listed.sort(
    (one, other) =>
      Number(other.action === primary) - Number(one.action === primary) ||
      Number(one.disabledBecause !== null) - Number(other.disabledBecause !== null),
  );
  return (
    <Region title="Actions" className={`unprinted ${className ?? ""}`}>
      <ul className={styles.list}>
        {inOrder.map((action) => (
          <li key={action.action}>
            <Button
              primary={action.action === primary}
              blockedBy={reason ?? (action.disabledBecause === null ? null : <Reason action={action} nowMs={nowMs} />)}
              onClick={() => press(action.action)}
            >
              <span>
                {action.label}
                {ASKS_FIRST.has(action.action) ? <span aria-hidden="true">…</span> : null}
              </span>
            </Button>
          </li>
        ))}
      </ul>
      <Labels machine={machine} question={question} />
      <RefusedNote error={start.error ?? endDrill.error ?? compare.error ?? endComparison.error} />
      {open === "protect" ? <ChangeLevel machine={machine} onClose={close} /> : null}
      {open === "edit" ? <EditMachine machine={machine} onClose={close} /> : null}
      {open === "stop" || open === "remove" || open === "drill" || open === "recover" || open === "fail-back" ? (
        <Confirm machine={machine} action={open} onClose={close} />
      ) : null}
      {open === "switch-active" ? (
        <Confirm machine={machine} action={open} to={otherSide(machine.activeSide)} onClose={close} />
      ) : null}
    </Region>
  );
}
