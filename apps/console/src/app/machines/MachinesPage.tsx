"use client";
import { useQuery } from "@tanstack/react-query";
import { matchesQuery } from "@v-available/domain/machine-match";
import { type MachineQuery, parseMachineQuery } from "@v-available/domain/machine-query";
import { pairHeardAtMs } from "@v-available/domain/pairs-heard";
import { countWords, numberWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { EmptyState } from "@v-available/ui/Notice";
import { Skeleton } from "@v-available/ui/Skeleton";
import { toneColor } from "@v-available/ui/tone";
import { type JSX, useMemo, useRef } from "react";
import { useConnection, useNowMs, usePairsHeard } from "../../client/connection";
import { QueryFailure, useFailure } from "../../client/QueryFailure";
import { useTRPC } from "../../client/trpc";
import { useGo } from "../../shell/go";
import { useKeys } from "../../shell/keys";
import { useSearchParam } from "../../shell/search-param";
import { FilterField } from "../../view/FilterField";
import { believe } from "../../view/staleness";
import { MachineTable } from "./MachineTable";
import { ordered, orderText, parseOrder, type Shown } from "./machine-order";
import { differingOf, leadOf } from "./machine-sentence";
import { subjectOf } from "./machine-subject";
import styles from "./machines.module.css";

/** What a word of the query does not mean, and what is allowed in its place; empty where each means something. */
function problemWords({ problems: [problem] }: MachineQuery): string {
  if (problem === undefined) return "";
  return `${problem.message} It was left out. Limit: ${problem.limit}. ${problem.remedy}`;
}

export function MachinesPage(): JSX.Element {
  const trpc = useTRPC();
  const machines = useQuery(trpc.machine.list.queryOptions());
  const system = useQuery(trpc.system.info.queryOptions());
  const failure = useFailure(machines);
  const heard = usePairsHeard();
  const nowMs = useNowMs();
  const { reason } = useConnection();
  const { value: filterText, set: setFilterText } = useSearchParam("filter");
  const { value: orderParam, set: setOrderParam } = useSearchParam("sort");
  const go = useGo();
  const create = (): void => go("/machines/new");
  const filterRef = useRef<HTMLInputElement>(null);

  const query = useMemo(() => parseMachineQuery(filterText), [filterText]);
  const order = useMemo(() => parseOrder(orderParam), [orderParam]);
  const all = useMemo<readonly Shown[]>(
    () =>
      (machines.data ?? []).map((row) => ({
        row,
        state: believe(row.headline, pairHeardAtMs(heard, row.pair.id), nowMs).state,
      })),
    [machines.data, heard, nowMs],
  );
  const rows = useMemo(
    () =>
      ordered(
        query.terms.length === 0 ? all : all.filter((shown) => matchesQuery(query.terms, subjectOf(shown))),
        order,
      ),
    [all, query, order],
  );

  useKeys((key) => {
    if (key === "/") filterRef.current?.focus();
    else if (key === "Escape" && filterText !== "") setFilterText("");
    else return false;
    return true;
  });

  if (failure !== null) return <QueryFailure what="The list of machines" error={failure} query={machines} />;
  const mayNotCreate = reason ?? system.data?.person.mayNot["change-machines"] ?? null;
  const differing = differingOf(all);
  return (
    <>
      <header className={styles.head}>
        <h1 className="say">
          {all.length === 0 ? (
            "Machines"
          ) : (
            <>
              <b>{leadOf(all, nowMs)}</b>{" "}
              {differing === null ? null : <span style={{ color: toneColor(differing.tone) }}>{differing.words}</span>}
            </>
          )}
        </h1>
        <Button primary blockedBy={mayNotCreate} onClick={create}>
          Create machine…
        </Button>
      </header>
      <search className={styles.filter}>
        <FilterField
          ref={filterRef}
          text={filterText}
          onText={setFilterText}
          placeholder="a name, or level:ft site:littleton cpu>80"
          found={
            machines.data === undefined || filterText === ""
              ? ""
              : `${numberWords(rows.length)} of ${countWords(all.length, "machine")}`
          }
        />
        <p className={styles.problem} role="status">
          {problemWords(query)}
        </p>
      </search>
      {machines.data === undefined ? (
        <Skeleton label="Reading the machines" rows={14} />
      ) : all.length === 0 ? (
        <EmptyState
          title="There is no machine yet."
          action={
            <Button primary blockedBy={mayNotCreate} onClick={create}>
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
    </>
  );
}
