import { useMutation } from "@tanstack/react-query";
import type { PolicyView } from "@v-available/api/view/policy";
import type { Policy } from "@v-available/domain/policy";
import { countWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { Field } from "@v-available/ui/Field";
import { type JSX, useState } from "react";
import { useBlocked } from "../../../client/blocked";
import { useTRPC } from "../../../client/trpc";
import { detailOf, RefusedNote } from "../../../view/Refused";
import { fieldError, isAboutNone } from "../../../view/refusal-fields";
import { newTaskKey } from "../../../view/task-key";
import { asInput } from "../as-input";
import { Conflict } from "./Conflict";
import type { Editing } from "./PolicyPage";
import { shownOf } from "./PolicyPage";
import styles from "./policy.module.css";
import { Settings } from "./Settings";
import { useRollOut } from "./use-roll-out";

const FIELDS = ["policy.name", "policy.targetRtoMs", "policy.targetRpoMs", "policy.drillEveryDays"] as const;
const NUMBERS = [
  { field: "targetRtoMs", label: "Back within, s", per: 1_000, empty: "Empty: not promised." },
  { field: "targetRpoMs", label: "Writes lost at most, s", per: 1_000, empty: "Empty: not promised." },
  { field: "drillEveryDays", label: "A drill every, days", per: 1, empty: "Empty: none is asked for." },
] as const;

const amount = (text: string, per: number): number | null => (text.trim() === "" ? null : Number(text) * per);

/** What is promised, and the way from an edit to a draft to a version. */
export function Draft({
  view,
  editing,
  onEditing,
}: {
  view: PolicyView;
  editing: Editing | null;
  onEditing: (editing: Editing | null) => void;
}): JSX.Element {
  const trpc = useTRPC();
  const blocked = useBlocked("change-policies");
  const [reason, setReason] = useState("");
  const [publishKey, setPublishKey] = useState(() => newTaskKey());
  const roll = useRollOut(view.id, view.draft?.policy ?? null, true);
  const save = useMutation(trpc.policy.editDraft.mutationOptions());
  const discard = useMutation(trpc.policy.discardDraft.mutationOptions());
  const publish = useMutation(trpc.policy.publish.mutationOptions());
  const shown = editing?.policy ?? shownOf(view);
  if (shown === null) throw new Error("a policy has a version or a draft");
  const basis: Editing = editing ?? {
    policy: shown,
    draftRevision: view.draft?.revision ?? null,
    baseVersion: view.draft?.baseVersion ?? view.version,
  };
  const set = (change: Partial<Policy>): void => onEditing({ ...basis, policy: { ...shown, ...change } });
  const refusal = save.error === null ? null : detailOf(save.error);
  const conflict = refusal?.code === "conflict" && /^(draftRevision|baseVersion)$/.test(refusal.field ?? "");
  const write = (mine: Editing): void =>
    save.mutate({ policyId: view.id, ...mine, policy: asInput(mine.policy) }, { onSuccess: () => onEditing(null) });
  return (
    <>
      <div className={styles.fields}>
        <Field label="Name" error={fieldError(refusal, "policy.name")}>
          {(control) => (
            <input {...control} value={shown.name} onChange={(event) => set({ name: event.target.value })} />
          )}
        </Field>
        {NUMBERS.map(({ field, label, per, empty }) => {
          const value = shown[field];
          return (
            <Field key={field} label={label} hint={empty} error={fieldError(refusal, `policy.${field}`)}>
              {(control) => (
                <input
                  {...control}
                  inputMode="decimal"
                  value={value === null || Number.isNaN(value) ? "" : String(value / per)}
                  onChange={(event) => set({ [field]: amount(event.target.value, per) })}
                />
              )}
            </Field>
          );
        })}
      </div>
      <Settings settings={view.settings} />
      {conflict && editing !== null ? (
        <Conflict
          refused={refusal}
          view={view}
          mine={editing.policy}
          onKeep={() =>
            write({ policy: editing.policy, draftRevision: view.draft?.revision ?? null, baseVersion: view.version })
          }
          onTake={() => {
            save.reset();
            onEditing(null);
          }}
        />
      ) : refusal !== null && isAboutNone(refusal, FIELDS) ? (
        <RefusedNote error={save.error} />
      ) : null}
      <div className={styles.row}>
        {editing === null ? null : (
          <>
            <Button primary onClick={() => write(editing)} blockedBy={blocked}>
              {save.isPending ? "Saving…" : "Save draft"}
            </Button>
            <Button
              onClick={() => {
                save.reset();
                onEditing(null);
              }}
            >
              Undo
            </Button>
          </>
        )}
      </div>
      {view.draft !== null && editing === null ? (
        <form
          className={styles.publish}
          onSubmit={(event) => {
            event.preventDefault();
            if (view.draft === null || publish.isPending) return;
            publish.mutate(
              { policyId: view.id, draftRevision: view.draft.revision, reason, key: publishKey, rollOut: roll.rollOut },
              {
                onSuccess: () => {
                  setReason("");
                  setPublishKey(newTaskKey());
                },
              },
            );
          }}
        >
          <Field
            label={`Why version ${(view.version ?? 0) + 1}`}
            hint={`${countWords(view.draft.diff.filter(({ kind }) => kind === "added").length, "line")} changed.`}
            error={publish.error === null ? undefined : fieldError(detailOf(publish.error), "reason")}
          >
            {(control) => (
              <input {...control} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} />
            )}
          </Field>
          {publish.error !== null && isAboutNone(detailOf(publish.error), ["reason"]) ? (
            <>
              <RefusedNote error={publish.error} />
              {detailOf(publish.error).code === "unreachable" ? (
                <p className="sub">
                  Whether it was published shows under Versions as soon as the console answers. To ask again does
                  nothing twice.
                </p>
              ) : null}
            </>
          ) : null}
          {roll.controls}
          <div className={styles.row}>
            <Button primary type="submit" blockedBy={blocked ?? roll.blockedBy}>
              {publish.isPending
                ? "Publishing…"
                : `Publish version ${(view.version ?? 0) + 1}${roll.rollOut === null ? "" : " and roll it out"}`}
            </Button>
            <Button
              blockedBy={blocked}
              onClick={() => {
                if (view.draft !== null) discard.mutate({ policyId: view.id, draftRevision: view.draft.revision });
              }}
            >
              Discard draft
            </Button>
          </div>
          <RefusedNote error={discard.error} />
        </form>
      ) : null}
    </>
  );
}
