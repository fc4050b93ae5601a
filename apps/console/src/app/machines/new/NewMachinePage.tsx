"use client";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { MACHINE_TEMPLATES } from "@v-available/domain/machine-template";
import { Button } from "@v-available/ui/Button";
import { Region } from "@v-available/ui/Region";
import { type FormEvent, type JSX, useRef } from "react";
import { useBlocked } from "../../../client/blocked";
import { useTRPC } from "../../../client/trpc";
import { useSearchParam } from "../../../shell/search-param";
import { Crumbs } from "../../../view/Crumbs";
import { detailOf, RefusedNote } from "../../../view/Refused";
import { isAboutNone } from "../../../view/refusal-fields";
import { newTaskKey } from "../../../view/task-key";
import { LevelChoice } from "../LevelChoice";
import { wrongWith } from "../wrong-with";
import { Answer } from "./Answer";
import { definitionOfDraft, fromTemplate, levelOfDraft, levelParams, SHOWN_FIELDS, type ShownField } from "./draft";
import styles from "./new-machine.module.css";
import { PlaceChoice } from "./PlaceChoice";
import { Progress } from "./Progress";
import { NetworkFields, SizeFields } from "./SizeFields";
import { TemplateChoice } from "./TemplateChoice";
import { type SetDraft, useDraft } from "./use-draft";

function Form({ onTaken }: { onTaken: (taskId: string) => void }): JSX.Element {
  const trpc = useTRPC();
  const mayNot = useBlocked("change-machines");
  const [draft, setDraft] = useDraft();
  const create = useMutation(trpc.machine.create.mutationOptions());
  // One key for one intent: a second press of the button is the same task.
  const taskKey = useRef<string | null>(null);
  const set: SetDraft = (change) => {
    taskKey.current = null;
    create.reset();
    setDraft(change);
  };
  const begun = MACHINE_TEMPLATES.some(({ key }) => key === draft.template);
  const definition = definitionOfDraft(draft);
  const preview = useQuery(
    trpc.machine.previewCreate.queryOptions(
      { ...definition, name: draft.name.trim() || null, pairId: draft.pair || null, places: draft.find },
      { enabled: begun, placeholderData: keepPreviousData, retry: false },
    ),
  );
  const at = preview.data?.at ?? null;
  const refusals = [create.error, preview.error].map((error) => (error === null ? null : detailOf(error)));
  const [refused, foreseen] = refusals;
  const wrong = (field: ShownField): string | undefined =>
    wrongWith(field, refusals, preview.error === null ? (at?.checks ?? []) : []);
  const block = at?.checks.find(({ verdict }) => verdict === "block");

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (create.isPending || at === null) return;
    taskKey.current ??= newTaskKey();
    create.mutate(
      { ...definition, name: draft.name.trim(), pairId: at.pair.id, taskKey: taskKey.current },
      { onSuccess: ({ id }) => onTaken(id) },
    );
  };

  const blockedBy =
    mayNot ??
    (draft.name.trim() === ""
      ? "It needs a name first."
      : (foreseen?.message ??
        (preview.isPlaceholderData || at === null ? "Admission is being asked." : block?.sentence)));
  const chosen = levelOfDraft(draft);
  return (
    <>
      <Crumbs label="Where this is" path={[{ word: "Machines", href: "/machines" }, { word: "Create a machine" }]} />
      <header className={styles.head}>
        <h1 className="say">One machine on two hosts, with one name, one MAC and one address.</h1>
      </header>
      <form onSubmit={submit} noValidate className={styles.form}>
        <div className={styles.steps}>
          <TemplateChoice chosen={draft.template} onChoose={(template) => set(fromTemplate(template))} />
          {begun ? (
            <>
              <SizeFields draft={draft} set={set} wrong={wrong} />
              <NetworkFields draft={draft} set={set} wrong={wrong} />
              <Region title="4. Level" aside="it can be dialled later, while it runs">
                <LevelChoice chosen={chosen} onChoose={(level) => set(levelParams(level))} dial={at?.dial ?? []} />
                {wrong("protection") === undefined ? null : <p className="va-field-error">{wrong("protection")}</p>}
              </Region>
              <PlaceChoice draft={draft} set={set} wrong={wrong} preview={preview.data} />
            </>
          ) : (
            <p className="sub">Choose where it begins; then its size, its level and its place follow.</p>
          )}
        </div>
        {begun ? (
          <div className={styles.check}>
            <Answer draft={draft} preview={preview.data} old={preview.isPlaceholderData} error={preview.error} />
            <div className={styles.foot}>
              {refused && isAboutNone(refused, SHOWN_FIELDS) ? <RefusedNote error={create.error} /> : null}
              <Button primary type="submit" blockedBy={blockedBy}>
                {create.isPending ? (
                  "Asking…"
                ) : (
                  <>
                    Create {draft.name.trim() === "" ? "the machine" : <span className="id">{draft.name.trim()}</span>}
                    {at === null ? null : (
                      <>
                        {" "}
                        on <span className="id">{at.pair.name}</span>
                      </>
                    )}
                  </>
                )}
              </Button>
            </div>
          </div>
        ) : null}
      </form>
    </>
  );
}

/** From a template to a machine that runs, with what stands against it said while it is filled in. */
export function NewMachinePage(): JSX.Element {
  const { value: taskId, push: goToTask } = useSearchParam("task");
  if (taskId !== "") return <Progress taskId={taskId} onBack={() => goToTask("")} />;
  return <Form onTaken={goToTask} />;
}
