"use client";
import { useQuery } from "@tanstack/react-query";
import { PROTECTION_LABEL } from "@v-available/domain/label";
import { PROTECTION_ORDER } from "@v-available/domain/protection";
import type { ProtectionState } from "@v-available/domain/state";
import { countWords, listWords, numberWords, sentenceCase } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { EmptyState } from "@v-available/ui/Notice";
import { Skeleton } from "@v-available/ui/Skeleton";
import { type JSX, useDeferredValue, useMemo, useRef, useState } from "react";
import { useConnection, useNowMs, usePairObservedAtMs } from "../../client/connection";
import { QueryFailure } from "../../client/QueryFailure";
import { useTRPC } from "../../client/trpc";
import { useKeys } from "../../shell/keys";
import { useSearchParam } from "../../view/search-param";
import { believe, protectionWord } from "../../view/staleness";
import { CreateMachine } from "./CreateMachine";
import { MachineTable } from "./MachineTable";
import { FILTER_KEYS, matches, parseFilter } from "./machine-filter";
import { ordered, orderText, parseOrder, type Shown } from "./machine-order";
import styles from "./machines.module.css";

interface Sentence {
  readonly main: string;
  /** What differs, counted by state, the worst first; it takes the colour of the worst. */
  readonly rest: string;
  readonly tone: ProtectionState | null;
}

/** Declared with one copy and having it is as it was wished: neither counted as protected nor as trouble. */
const asDeclared = ({ row, state }: Shown): boolean => state === "Unprotected" && row.declaredStop === "unprotected";

function sentenceOf(shown: readonly Shown[]): Sentence {
  const wished = shown.filter((one) => !asDeclared(one));
  const fine = wished.filter(({ state }) => state === "Protected").length;
  const differing = [...PROTECTION_ORDER]
    .reverse()
    .filter((state) => state !== "Protected")
    .map((state) => ({ state, count: wished.filter((one) => one.state === state).length }))
    .filter(({ count }) => count > 0);
  const main =
    fine === wished.length
      ? `All ${countWords(wished.length, "machine")} protected.`
      : `${numberWords(fine)} of ${countWords(wished.length, "machine")} protected.`;
  const rest = listWords(
    differing.map(({ state, count }) => `${numberWords(count)} ${protectionWord(state).toLowerCase()}`),
  );
  return { main, rest: rest === "" ? "" : `${sentenceCase(rest)}.`, tone: differing[0]?.state ?? null };
}

export function MachinesPage(): JSX.Element {
  const trpc = useTRPC();
  const machines = useQuery(trpc.machine.list.queryOptions());
  const heard = usePairObservedAtMs();
  const nowMs = useNowMs();
  const { reason } = useConnection();
  const [filterText, setFilterText] = useSearchParam("filter");
  const [orderParam, setOrderParam] = useSearchParam("sort");
  const [creating, setCreating] = useState(false);
  const filterRef = useRef<HTMLInputElement>(null);

  const deferredText = useDeferredValue(filterText);
  const filter = useMemo(() => parseFilter(deferredText), [deferredText]);
  const order = useMemo(() => parseOrder(orderParam), [orderParam]);
  const all = useMemo<readonly Shown[]>(
    () => (machines.data ?? []).map((row) => ({ row, state: believe(row.headline, heard[row.pair.id], nowMs).state })),
    [machines.data, heard, nowMs],
  );
  const rows = useMemo(
    () =>
      ordered(
        all.filter(({ row, state }) => matches(filter, row, state)),
        order,
      ),
    [all, filter, order],
  );

  useKeys((key) => {
    if (key === "/") filterRef.current?.focus();
    else if (key === "Escape" && filterText !== "") setFilterText("");
    else return false;
    return true;
  });

  if (machines.data === undefined && machines.isError)
    return <QueryFailure what="The list of machines" query={machines} />;
  const sentence = sentenceOf(all);
  return (
    <>
      <header className={styles.head}>
        <h1 className="say">
          {machines.data === undefined ? (
            "Machines"
          ) : (
            <>
              <b>{sentence.main}</b>{" "}
              <span
                style={sentence.tone === null ? undefined : { color: `var(--${PROTECTION_LABEL[sentence.tone].tone})` }}
              >
                {sentence.rest}
              </span>
            </>
          )}
        </h1>
        <Button primary blockedBy={reason} onClick={() => setCreating(true)}>
          Create machine…
        </Button>
      </header>
      <search className={styles.filter}>
        <label htmlFor="machine-filter" className="lab">
          Filter
        </label>
        <input
          id="machine-filter"
          ref={filterRef}
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={filterText}
          placeholder="name, or level:ft site:littleton state:degraded"
          onChange={(event) => setFilterText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") {
              setFilterText("");
              event.currentTarget.blur();
            }
          }}
        />
        <kbd>/</kbd>
        <span className="sub" role="status">
          {filterText === "" || machines.data === undefined
            ? null
            : `${rows.length} of ${countWords(all.length, "machine")}`}
          {filter.unknownKeys.length === 0
            ? null
            : `. There is no filter “${filter.unknownKeys[0]}:”; there are ${FILTER_KEYS.join(", ")}.`}
        </span>
      </search>
      {machines.data === undefined ? (
        <Skeleton label="Reading the machines" rows={14} />
      ) : all.length === 0 ? (
        <EmptyState
          title="There is no machine yet."
          action={
            <Button primary blockedBy={reason} onClick={() => setCreating(true)}>
              Create the first one…
            </Button>
          }
        >
          <p>Machines appear here as soon as a pair says that it has one. A machine runs on a pair of hosts.</p>
        </EmptyState>
      ) : rows.length === 0 ? (
        <EmptyState
          title={`No machine matches “${filterText}”.`}
          action={<Button onClick={() => setFilterText("")}>Show all {all.length}</Button>}
        />
      ) : (
        <MachineTable rows={rows} order={order} onOrder={(next) => setOrderParam(orderText(next))} />
      )}
      {creating ? <CreateMachine onClose={() => setCreating(false)} /> : null}
    </>
  );
}
