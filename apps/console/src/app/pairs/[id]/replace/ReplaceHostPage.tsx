"use client";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import type { HostReplacingView } from "@v-available/api/view/host-replacing";
import { REPLACING_STEPS } from "@v-available/domain/pair-step";
import { bytesWords, mebibytesWords, rateWords } from "@v-available/domain/size-words";
import { aboutWords, countWords, durationWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { Field } from "@v-available/ui/Field";
import { EmptyState } from "@v-available/ui/Notice";
import { Region } from "@v-available/ui/Region";
import { Skeleton } from "@v-available/ui/Skeleton";
import { type FormEvent, type JSX, useRef, useState } from "react";
import { useBlocked } from "../../../../client/blocked";
import { useNowMs } from "../../../../client/connection";
import { QueryFailure, useFailure } from "../../../../client/QueryFailure";
import { useTRPC } from "../../../../client/trpc";
import { Link } from "../../../../shell/Link";
import { useSearchParam } from "../../../../shell/search-param";
import { Crumbs } from "../../../../view/Crumbs";
import { Moment } from "../../../../view/Moment";
import { detailOf, RefusedNote } from "../../../../view/Refused";
import { isAboutNone } from "../../../../view/refusal-fields";
import { newTaskKey } from "../../../../view/task-key";
import { wrongWith } from "../../../machines/wrong-with";
import { AcceptWarnings, warningsOf } from "../../checked/AcceptWarnings";
import styles from "../../checked/checked.module.css";
import { PairChecks } from "../../checked/PairChecks";
import { ReplacingProgress } from "./ReplacingProgress";

const SHOWN_FIELDS = ["withHost", "confirmName", "reason"] as const;

/** How long its machines have been and will be on one copy, in numbers that move. */
function Exposure({ view }: { view: HostReplacingView }): JSX.Element {
  const nowMs = useNowMs();
  const { copy, exposedSinceMs, machineCount } = view;
  return (
    <Region title="What is copied, and how long it takes" aside="expected, at the rate of the links">
      <p className={styles.fact}>
        {machineCount === 0
          ? "No machine of this pair has two copies; nothing is copied."
          : `${bytesWords(copy.bytes)} of ${countWords(machineCount, "machine")} at ${rateWords(copy.bytesPerSecond)}: two copies of all of them ${aboutWords(copy.durationMs)} after the new host has started.`}
      </p>
      <p className={styles.fact}>
        {exposedSinceMs === null ? (
          `Every machine has what was declared for it now; it runs on one copy from when ${view.host.name} is shut out.`
        ) : (
          <>
            On one copy since <Moment atMs={exposedSinceMs} />, <b>{durationWords(nowMs - exposedSinceMs)}</b> so far.
          </>
        )}
      </p>
      <ol className={styles.order}>
        {REPLACING_STEPS.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p className="sub">
        Until the old host is shut out it can be left where it is. After that it never comes back into this pair.
      </p>
    </Region>
  );
}

function Form({ hostId, onTaken }: { hostId: string; onTaken: (taskId: string) => void }): JSX.Element {
  const trpc = useTRPC();
  const mayNot = useBlocked("change-pairs");
  const { value: withHost, set: setWithHost } = useSearchParam("with");
  const [confirmName, setConfirmName] = useState("");
  const [reason, setReason] = useState("");
  const [accepted, setAccepted] = useState<readonly string[]>([]);
  const replace = useMutation(trpc.host.replace.mutationOptions());
  const taskKey = useRef<string | null>(null);
  const query = useQuery(
    trpc.host.previewReplace.queryOptions(
      { hostId, withHost: withHost.trim() || null },
      { placeholderData: keepPreviousData, retry: false },
    ),
  );
  const failure = useFailure(query);
  const view = query.data;
  if (failure !== null) return <QueryFailure what="The host" error={failure} query={query} />;
  if (view === undefined)
    return (
      <>
        <h1 className="vh">Replace a host</h1>
        <Skeleton label="Reading the host" rows={8} />
      </>
    );
  const { checks } = view;
  const refused = replace.error === null ? null : detailOf(replace.error);
  const wrong = (field: (typeof SHOWN_FIELDS)[number]): string | undefined => wrongWith(field, [refused], checks);
  const changed = (): void => {
    taskKey.current = null;
    replace.reset();
  };
  const warnings = warningsOf(checks);
  const open = warnings.filter((key) => !accepted.includes(key));
  const block = checks.find(({ verdict }) => verdict === "block");
  const blockedBy =
    mayNot ??
    (withHost.trim() === "" ? "The host that takes its place is not chosen yet." : null) ??
    (query.isPlaceholderData ? "The hosts are being asked." : (block?.sentence ?? null)) ??
    (open.length > 0
      ? `${countWords(open.length, "warning")} ${open.length === 1 ? "is" : "are"} not accepted yet.`
      : null) ??
    (confirmName === view.host.name ? null : `The name of ${view.host.name} has to be typed: its copies are given up.`);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (replace.isPending) return;
    taskKey.current ??= newTaskKey();
    replace.mutate(
      { hostId, withHost: withHost.trim(), confirmName, reason, accepted: [...accepted], taskKey: taskKey.current },
      { onSuccess: ({ id }) => onTaken(id) },
    );
  };
  return (
    <>
      <Crumbs
        label="Where this is"
        path={[
          { word: "Pairs", href: "/pairs" },
          { word: view.pair.name, href: `/pairs/${view.pair.id}` },
          { word: "Replace a host" },
        ]}
      />
      <header className={styles.head}>
        <h1 className="say">
          <span className="id">{view.host.name}</span> is {view.state}. Another host takes its place, and{" "}
          <span className="id">{view.partner}</span> copies every machine to it.
        </h1>
      </header>
      {view.unsupportedBecause !== null ? (
        <EmptyState
          title="No host can be replaced from here."
          action={<Link href={`/pairs/${view.pair.id}`}>The pair</Link>}
        >
          {view.unsupportedBecause}
        </EmptyState>
      ) : (
        <form onSubmit={submit} noValidate className={styles.form}>
          <div className={styles.steps}>
            <Region title="The host that takes its place">
              <div className={styles.fields}>
                <Field label="New host" error={wrong("withHost")}>
                  {(control) => (
                    <select
                      {...control}
                      value={withHost}
                      onChange={(event) => {
                        changed();
                        setWithHost(event.target.value);
                      }}
                    >
                      <option value="">not chosen yet</option>
                      {view.hosts.map(({ id, name, site, cores, memoryMiB }) => (
                        <option key={id} value={name}>
                          {name}, {site.name}: {cores} cores, {mebibytesWords(memoryMiB)}
                        </option>
                      ))}
                    </select>
                  )}
                </Field>
              </div>
            </Region>
            <Exposure view={view} />
            <Region title="What is given up">
              <p className={styles.fact}>
                All copies on <span className="id">{view.host.name}</span>. They are old from the moment it is shut out,
                and no pair takes them back.
              </p>
              <div className={styles.fields}>
                <Field label={`Type ${view.host.name} to confirm`} error={wrong("confirmName")}>
                  {(control) => (
                    <input
                      {...control}
                      className="id"
                      value={confirmName}
                      autoComplete="off"
                      autoCapitalize="none"
                      spellCheck={false}
                      onChange={(event) => {
                        changed();
                        setConfirmName(event.target.value);
                      }}
                    />
                  )}
                </Field>
                <Field label="Why" hint="It goes on the record." error={wrong("reason")}>
                  {(control) => (
                    <input
                      {...control}
                      value={reason}
                      autoComplete="off"
                      onChange={(event) => {
                        changed();
                        setReason(event.target.value);
                      }}
                    />
                  )}
                </Field>
              </div>
            </Region>
          </div>
          <div className={styles.check}>
            <Region title="Checks" aside="measured by the hosts themselves, now">
              <div aria-live="polite" className={styles.answer} data-old={query.isPlaceholderData || undefined}>
                {query.error === null ? <PairChecks checks={checks} /> : <RefusedNote error={query.error} />}
              </div>
            </Region>
            <div className={styles.foot}>
              {refused && isAboutNone(refused, SHOWN_FIELDS) ? <RefusedNote error={replace.error} /> : null}
              <AcceptWarnings
                warnings={warnings}
                accepted={accepted}
                onAccept={(keys) => {
                  changed();
                  setAccepted(keys);
                }}
              />
              <Button primary type="submit" blockedBy={blockedBy}>
                {replace.isPending ? "Asking…" : `Replace ${view.host.name}`}
              </Button>
            </div>
          </div>
        </form>
      )}
    </>
  );
}

/** A host that is lost, or retired, makes room for another one. */
export function ReplaceHostPage(): JSX.Element {
  const { value: hostId } = useSearchParam("host");
  const { value: taskId, push: goToTask } = useSearchParam("task");
  if (taskId !== "") return <ReplacingProgress hostId={hostId} taskId={taskId} onBack={() => goToTask("")} />;
  return <Form hostId={hostId} onTaken={goToTask} />;
}
