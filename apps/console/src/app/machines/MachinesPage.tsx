"use client";
import { useQuery } from "@tanstack/react-query";
import { parseMachineQuery } from "@v-available/domain/machine-query";
import { STALE_AFTER_MS } from "@v-available/domain/timing";
import { countWords, numberWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { EmptyState } from "@v-available/ui/Notice";
import { Skeleton } from "@v-available/ui/Skeleton";
import { toneColor } from "@v-available/ui/tone";
import { type JSX, useCallback, useMemo, useRef, useState } from "react";
import { useConnection, useNowMs, usePairsHeard } from "../../client/connection";
import { QueryFailure, useFailure } from "../../client/QueryFailure";
import { useTRPC } from "../../client/trpc";
import { useGo } from "../../shell/go";
import { useKeys } from "../../shell/keys";
import { useSearchParam } from "../../shell/search-param";
import { BulkRunning } from "./bulk/BulkRunning";
import { ListTools } from "./ListTools";
import { chunkOf, columnsText, orderText, parseColumns, parseOrder, parsePlace } from "./list-address";
import { MachineTable } from "./MachineTable";
import { differingOf, leadOf, unheard } from "./machine-sentence";
import styles from "./machines.module.css";
import { QueryField } from "./QueryField";
import { lastHeardOf } from "./silence";
import { useChoice } from "./use-choice";
import { useListWindow } from "./use-list-window";
import { useMachineList } from "./use-machine-list";

export function MachinesPage(): JSX.Element {
  const system = useQuery(useTRPC().system.info.queryOptions());
  const heard = usePairsHeard();
  const nowMs = useNowMs();
  const { reason } = useConnection();
  const { value: filterText, set: setFilterText } = useSearchParam("filter");
  const { value: orderParam, set: setOrderParam } = useSearchParam("sort");
  const { value: columnsParam, set: setColumnsParam } = useSearchParam("columns");
  const { value: placeParam, set: setPlaceParam } = useSearchParam("row");
  const go = useGo();
  const create = (): void => go("/machines/new");
  const filterRef = useRef<HTMLInputElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);

  const query = useMemo(() => parseMachineQuery(filterText), [filterText]);
  const sort = useMemo(() => parseOrder(orderParam), [orderParam]);
  const columns = useMemo(() => parseColumns(columnsParam), [columnsParam]);
  const question = useMemo(() => ({ filter: query.understood, sort }), [query.understood, sort]);

  const [total, setTotal] = useState(0);
  const [place] = useState(() => parsePlace(placeParam));
  const { span, rowPx, scrollTo } = useListWindow(body, { total, place, onPlace: setPlaceParam });
  const choice = useChoice(question);
  const isRead = (): boolean =>
    choice.count(total) > 0 ||
    span.first > 0 ||
    body.current?.matches(":hover") === true ||
    body.current?.contains(document.activeElement) === true;
  const { reading, begin } = useMachineList(question, { span, offset: chunkOf(place), isRead });
  const { page } = reading;
  if (page !== null && page.total !== total) setTotal(page.total);
  // A letter that nobody answered leaves the list of before, and says so; without one the page has nothing to show.
  const failure = useFailure({ data: page ?? undefined, error: begin.error });
  const isUnanswered = page !== null && begin.error !== null;

  useKeys((key) => {
    if (key === "/") filterRef.current?.focus();
    else if (key === "Escape" && choice.count(total) > 0) choice.clear();
    else if (key === "Escape" && filterText !== "") setFilterText("");
    else return false;
    return true;
  });
  const onOrder = useCallback((next: typeof sort) => setOrderParam(orderText(next)), [setOrderParam]);

  const onColumns = useCallback((next: typeof columns) => setColumnsParam(columnsText(next)), [setColumnsParam]);
  const shown = useMemo(() => ({ ...question, columns }), [question, columns]);

  if (failure !== null) return <QueryFailure what="The list of machines" error={failure} query={begin} />;
  const mayNotCreate = reason ?? system.data?.person.mayNot["change-machines"] ?? null;
  const lastHeardMs = Math.max(lastHeardOf(heard) ?? 0, page?.nowMs ?? 0);
  const fleet = page === null ? null : nowMs - lastHeardMs > STALE_AFTER_MS ? unheard(page.fleet) : page.fleet;
  const differing = fleet === null ? null : differingOf(fleet);
  const all = fleet?.counts.total ?? 0;
  return (
    <>
      <header className={styles.head}>
        <h1 className="say">
          {fleet === null || all === 0 ? (
            "Machines"
          ) : (
            <>
              <b>{leadOf(fleet)}</b>{" "}
              {differing === null ? null : <span style={{ color: toneColor(differing.tone) }}>{differing.words}</span>}
            </>
          )}
        </h1>
        <Button primary blockedBy={mayNotCreate} onClick={create}>
          Create machine…
        </Button>
      </header>
      <search>
        <QueryField
          ref={filterRef}
          text={filterText}
          onText={setFilterText}
          query={query}
          found={
            page === null || filterText === "" ? "" : `${numberWords(page.total)} of ${countWords(all, "machine")}`
          }
        />
      </search>
      <BulkRunning />
      {page === null ? (
        <Skeleton label="Reading the machines" rows={14} />
      ) : all === 0 ? (
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
      ) : (
        <>
          <ListTools
            page={page}
            isUnanswered={isUnanswered}
            choice={choice}
            shown={shown}
            onColumns={onColumns}
            onPutInOrder={begin.refetch}
          />
          {page.total === 0 ? (
            <EmptyState
              title={`No machine matches “${filterText}”.`}
              action={<Button onClick={() => setFilterText("")}>Show all {numberWords(all)}</Button>}
            />
          ) : (
            <MachineTable
              reading={reading}
              total={page.total}
              columns={columns}
              order={sort}
              onOrder={onOrder}
              body={body}
              span={span}
              rowPx={rowPx}
              scrollTo={scrollTo}
              choice={choice}
            />
          )}
        </>
      )}
    </>
  );
}
