"use client";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { countWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { EmptyState } from "@v-available/ui/Notice";
import { Region } from "@v-available/ui/Region";
import { Skeleton } from "@v-available/ui/Skeleton";
import { type FormEvent, type JSX, useRef, useState } from "react";
import { useBlocked } from "../../../client/blocked";
import { useFailure } from "../../../client/QueryFailure";
import { useTRPC } from "../../../client/trpc";
import { Link } from "../../../shell/Link";
import { useSearchParam } from "../../../shell/search-param";
import { Crumbs } from "../../../view/Crumbs";
import { detailOf, RefusedNote } from "../../../view/Refused";
import { isAboutNone } from "../../../view/refusal-fields";
import { newTaskKey } from "../../../view/task-key";
import { wrongWith } from "../../machines/wrong-with";
import { AcceptWarnings, warningsOf } from "../checked/AcceptWarnings";
import styles from "../checked/checked.module.css";
import { PairChecks } from "../checked/PairChecks";
import { FormingProgress } from "./FormingProgress";
import { FormingTask } from "./FormingTask";
import { HostChoice } from "./HostChoice";
import { LoadFields, WitnessFields } from "./PairFields";
import { missingOf, NOTHING_CHOSEN, questionOf, SHOWN_FIELDS, type ShownField } from "./pair-draft";
import { type SetPairDraft, usePairDraft } from "./use-pair-draft";

function Form({ onTaken }: { onTaken: (taskId: string) => void }): JSX.Element {
  const trpc = useTRPC();
  const mayNot = useBlocked("change-pairs");
  const [draft, setDraft] = usePairDraft();
  const [accepted, setAccepted] = useState<readonly string[]>([]);
  const form = useMutation(trpc.pair.form.mutationOptions());
  // One key for one intent: a second press of the button is the same task.
  const taskKey = useRef<string | null>(null);
  const set: SetPairDraft = (change) => {
    taskKey.current = null;
    form.reset();
    setDraft(change);
  };
  const question = questionOf(draft);
  const query = useQuery(
    trpc.pair.previewForm.queryOptions(question, { placeholderData: keepPreviousData, retry: false }),
  );
  // What is wrong in one field never takes the others away.
  const free = useQuery(trpc.pair.previewForm.queryOptions(NOTHING_CHOSEN));
  const preview = query.data ?? free.data;
  const failure = useFailure(free);
  const refusals = [form.error, query.error].map((error) => (error === null ? null : detailOf(error)));
  const [refused, foreseen] = refusals;
  const checks = query.data?.checks ?? [];
  const wrong = (field: ShownField): string | undefined => wrongWith(field, refusals, checks);
  const warnings = warningsOf(checks);
  const open = warnings.filter((key) => !accepted.includes(key));
  const block = checks.find(({ verdict }) => verdict === "block");
  const making = preview?.tasks.filter(({ state }) => state === "running") ?? [];

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { name, hostA, hostB, witness, ...rest } = question;
    if (form.isPending || name === null || hostA === null || hostB === null || witness === null) return;
    taskKey.current ??= newTaskKey();
    form.mutate(
      { ...rest, name, hostA, hostB, witness, accepted: [...accepted], taskKey: taskKey.current },
      { onSuccess: ({ id }) => onTaken(id) },
    );
  };

  const blockedBy =
    mayNot ??
    missingOf(question) ??
    foreseen?.message ??
    (query.isPlaceholderData ? "The hosts are being asked." : block?.sentence) ??
    (open.length > 0
      ? `${countWords(open.length, "warning")} ${open.length === 1 ? "is" : "are"} not accepted yet.`
      : null);
  return (
    <>
      <Crumbs label="Where this is" path={[{ word: "Pairs", href: "/pairs" }, { word: "Form a pair" }]} />
      <header className={styles.head}>
        <h1 className="say">Two hosts, two links and a witness become one place for machines.</h1>
      </header>
      {making.map((task) => (
        <FormingTask key={task.id} task={task} />
      ))}
      {failure !== null && preview === undefined ? (
        <RefusedNote error={failure} />
      ) : preview === undefined ? (
        <Skeleton label="Reading the free hosts" rows={8} />
      ) : preview.unsupportedBecause !== null ? (
        <EmptyState title="No pair can be formed from here." action={<Link href="/pairs">The pairs</Link>}>
          {preview.unsupportedBecause}
        </EmptyState>
      ) : preview.hosts.length === 0 ? (
        <EmptyState title="No host is free." action={<Link href="/pairs">The pairs</Link>}>
          A host appears here as soon as it is installed and answers; it is then free until it is one of a pair.
        </EmptyState>
      ) : (
        <form onSubmit={submit} noValidate className={styles.form}>
          <div className={styles.whole}>
            <HostChoice hosts={preview.hosts} draft={draft} set={set} wrong={wrong} />
          </div>
          <div className={styles.steps}>
            <WitnessFields witnesses={preview.witnesses} draft={draft} set={set} wrong={wrong} />
            <LoadFields draft={draft} set={set} wrong={wrong} />
          </div>
          <div className={styles.check}>
            <Region title="Checks" aside="measured by the hosts themselves, now">
              <div aria-live="polite" className={styles.answer} data-old={query.isPlaceholderData || undefined}>
                {query.error !== null ? (
                  <RefusedNote error={query.error} />
                ) : checks.length === 0 ? (
                  <p className="sub">Choose two hosts; what was measured between them is then judged here.</p>
                ) : (
                  <PairChecks checks={checks} />
                )}
              </div>
            </Region>
            <div className={styles.foot}>
              {refused && isAboutNone(refused, SHOWN_FIELDS) ? <RefusedNote error={form.error} /> : null}
              <AcceptWarnings
                warnings={warnings}
                accepted={accepted}
                onAccept={(keys) => {
                  taskKey.current = null;
                  setAccepted(keys);
                }}
              />
              <Button primary type="submit" blockedBy={blockedBy}>
                {form.isPending ? (
                  "Asking…"
                ) : (
                  <>Form {question.name === null ? "the pair" : <span className="id">{question.name}</span>}</>
                )}
              </Button>
            </div>
          </div>
        </form>
      )}
    </>
  );
}

/** From two hosts that are free to a pair, with what stands against it said while it is filled in. */
export function FormPairPage(): JSX.Element {
  const { value: taskId, push: goToTask } = useSearchParam("task");
  if (taskId !== "") return <FormingProgress taskId={taskId} onBack={() => goToTask("")} />;
  return <Form onTaken={goToTask} />;
}
