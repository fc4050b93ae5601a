import { useMutation } from "@tanstack/react-query";
import type { PolicyView } from "@v-available/api/view/policy";
import { countWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { Field } from "@v-available/ui/Field";
import { type JSX, useState } from "react";
import { useBlocked, useForbidden } from "../../../client/blocked";
import { useTRPC } from "../../../client/trpc";
import { detailOf, RefusedNote } from "../../../view/Refused";
import { fieldError, isAboutNone } from "../../../view/refusal-fields";
import { newTaskKey } from "../../../view/task-key";
import { asInput } from "../as-input";
import { Conflict } from "./Conflict";
import type { Editing } from "./PolicyPage";
import { shownOf } from "./PolicyPage";
import { Promises } from "./Promises";
import styles from "./policy.module.css";
import { Settings } from "./Settings";
import { FIELDS_OF_SETTING, type SettingPart } from "./setting/setting-part";
import { useRollOut } from "./use-roll-out";

/** The fields that show what is wrong with them. */
const FIELDS = [
  ...["name", "targetRtoMs", "targetRpoMs", "drillEveryDays", "protection.recovery"],
  ...Object.values(FIELDS_OF_SETTING).flat(),
].map((field) => `policy.${field}`);

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
  const forbidden = useForbidden("change-policies");
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
  const refusal = save.error === null ? null : detailOf(save.error);
  const part: SettingPart = {
    policy: shown,
    onChange: (change) => onEditing({ ...basis, policy: { ...shown, ...change } }),
    error: (field) => fieldError(refusal, `policy.${field}`),
  };
  const conflict = refusal?.code === "conflict" && /^(draftRevision|baseVersion)$/.test(refusal.field ?? "");
  const write = (mine: Editing): void =>
    save.mutate({ policyId: view.id, ...mine, policy: asInput(mine.policy) }, { onSuccess: () => onEditing(null) });
  return (
    <>
      {forbidden === null ? null : <p id="why-disabled">{forbidden}</p>}
      <fieldset
        className={styles.form}
        disabled={forbidden !== null}
        aria-describedby={forbidden === null ? undefined : "why-disabled"}
      >
        <legend className="vh">What the policy says</legend>
        <Promises {...part} />
        <Settings settings={view.settings} {...part} />
      </fieldset>
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
