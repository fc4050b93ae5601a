"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { LEVEL_LABEL } from "@v-available/domain/label";
import { DIAL_STOPS, type DialStop } from "@v-available/domain/level";
import { countWords, numberWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { Dialog } from "@v-available/ui/Dialog";
import { Field } from "@v-available/ui/Field";
import { Skeleton } from "@v-available/ui/Skeleton";
import { type JSX, useState } from "react";
import { useConnection } from "../../../client/connection";
import { refusalOf } from "../../../client/refusal";
import { useTRPC } from "../../../client/trpc";
import { BulkRows } from "./BulkRows";
import styles from "./bulk.module.css";
import { BULK, type BulkKind } from "./bulk-words";
import { parseLabels } from "./label-words";
import { thisRun } from "./this-run";

export interface BulkDialogProps {
  readonly kind: BulkKind;
  readonly of: { readonly filter: string } | { readonly machineIds: readonly string[] };
  readonly onClose: () => void;
  readonly onBegun: () => void;
}

/** What will come of it for each machine, before it is asked for. */
export function BulkDialog({ kind, of, onClose, onBegun }: BulkDialogProps): JSX.Element {
  const trpc = useTRPC();
  const { reason } = useConnection();
  const [stop, setStop] = useState<DialStop>("high-availability");
  const [policyId, setPolicyId] = useState("");
  const [addText, setAddText] = useState("");
  const [removeText, setRemoveText] = useState("");
  const policies = useQuery(trpc.policy.list.queryOptions(undefined, { enabled: kind === "assign" }));
  const inForce = policies.data?.policies.filter(({ version }) => version !== null) ?? [];
  const chosenPolicy = policyId || (inForce[0]?.id ?? "");
  const add = parseLabels(addText);
  const remove = parseLabels(removeText);
  const isReady =
    kind === "assign"
      ? chosenPolicy !== ""
      : kind !== "label" ||
        (add.wrong === null && remove.wrong === null && add.labels.length + remove.labels.length > 0);
  const action =
    kind === "protect"
      ? { kind, stop }
      : kind === "assign"
        ? { kind, policyId: chosenPolicy }
        : kind === "label"
          ? { kind, add: [...add.labels], remove: [...remove.labels] }
          : { kind };
  const input = { action, of: "filter" in of ? of : { machineIds: [...of.machineIds] } };
  const preview = useQuery(
    trpc.machine.previewBulk.queryOptions(input, { enabled: isReady, placeholderData: keepPreviousData }),
  );
  const answer = isReady ? preview.data : undefined;
  const refusal = refusalOf(preview.error);
  const words = BULK[kind];
  const goes = answer?.goes ?? 0;
  return (
    <Dialog
      open
      onClose={onClose}
      title={answer === undefined ? words.label.replace("…", "") : words.title(goes + answer.refused)}
      description={words.means}
    >
      {kind === "protect" ? (
        <Field label="Level">
          {(control) => (
            <select {...control} value={stop} onChange={(event) => setStop(event.target.value as DialStop)}>
              {DIAL_STOPS.map((one) => (
                <option key={one} value={one}>
                  {LEVEL_LABEL[one].word}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : null}
      {kind === "assign" ? (
        <Field
          label="Policy"
          {...(policies.data !== undefined && inForce.length === 0
            ? { error: "No policy is in force. Publish one on the page of policies." }
            : {})}
        >
          {(control) => (
            <select {...control} value={chosenPolicy} onChange={(event) => setPolicyId(event.target.value)}>
              {inForce.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : null}
      {kind === "label" ? (
        <>
          <Field label="Labels to give" hint="With commas or spaces between them." error={add.wrong ?? undefined}>
            {(control) => (
              <input
                {...control}
                type="text"
                value={addText}
                autoCapitalize="off"
                spellCheck={false}
                data-first-focus
                onChange={(event) => setAddText(event.target.value)}
              />
            )}
          </Field>
          <Field label="Labels to take off" error={remove.wrong ?? undefined}>
            {(control) => (
              <input
                {...control}
                type="text"
                value={removeText}
                autoCapitalize="off"
                spellCheck={false}
                onChange={(event) => setRemoveText(event.target.value)}
              />
            )}
          </Field>
        </>
      ) : null}
      {!isReady ? null : refusal !== null ? (
        <p role="alert">
          {refusal.message} {refusal.limit === undefined ? null : `Limit: ${refusal.limit}. `}
          {refusal.remedy}
        </p>
      ) : preview.isError ? (
        <p role="alert">
          The server did not answer; nothing was changed. <Button onClick={() => preview.refetch()}>Ask again</Button>
        </p>
      ) : answer === undefined ? (
        <Skeleton label="Asking admission about each machine" rows={4} />
      ) : (
        <>
          <p role="status" className={styles.verdict}>
            <b>
              {answer.refused === 0
                ? goes === 1
                  ? "It goes."
                  : `All ${numberWords(goes)} go.`
                : `${numberWords(goes)} of ${countWords(goes + answer.refused, "machine")} ${goes === 1 ? "goes" : "go"}; ${numberWords(answer.refused)} ${answer.refused === 1 ? "is" : "are"} refused.`}
            </b>
          </p>
          {answer.reasons.length === 0 ? null : (
            <ul className={styles.reasons} aria-label="Why some are refused">
              {answer.reasons.map(({ because, machines }) => (
                <li key={because}>
                  {countWords(machines, "machine")}: {because}
                </li>
              ))}
            </ul>
          )}
          <BulkRows rows={answer.rows} />
        </>
      )}
      <div className={styles.buttons}>
        <Button onClick={onClose}>Leave as it is</Button>
        <Button
          primary
          blockedBy={
            reason ??
            (!isReady
              ? kind === "label"
                ? "Name a label first."
                : "Choose a policy first."
              : answer === undefined || preview.isPlaceholderData
                ? "Admission is being asked."
                : goes === 0
                  ? "None of them goes."
                  : null)
          }
          onClick={() => {
            if (answer === undefined) return;
            thisRun().begin(words.title(goes), answer.rows);
            onBegun();
          }}
        >
          {words.title(goes)}
        </Button>
      </div>
    </Dialog>
  );
}
