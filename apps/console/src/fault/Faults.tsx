"use client";
import { useQuery } from "@tanstack/react-query";
import { EmptyState } from "@v-available/ui/Notice";
import { Skeleton } from "@v-available/ui/Skeleton";
import { type JSX, useCallback, useMemo, useRef } from "react";
import { useNowMs } from "../client/connection";
import { QueryFailure, useFailure } from "../client/QueryFailure";
import { useTitle } from "../client/title";
import { useTRPC } from "../client/trpc";
import { useKeys } from "../shell/keys";
import { AcknowledgeKey } from "./AcknowledgeKey";
import { useFaultAddress } from "./address";
import { FaultFilter } from "./FaultFilter";
import { FaultHistory } from "./FaultHistory";
import { FaultPanel } from "./FaultPanel";
import styles from "./Faults.module.css";
import { FaultTable } from "./FaultTable";
import { byUrgency, filterAlarms, nearest } from "./filter";
import { ShelveKey } from "./ShelveKey";

/** How many rows are drawn at first, and more at each wish: a page of thousands of rows is slow and read by nobody. */
const PAGE_ROWS = 60;

export function Faults(): JSX.Element {
  const trpc = useTRPC();
  const list = useQuery(trpc.fault.list.queryOptions());
  const failure = useFailure(list);
  const { filter, alarmId, rows, setRows, setFilter, select } = useFaultAddress();
  // A filter by age needs no finer clock than this.
  const nowMs = useNowMs(60_000);
  const filterField = useRef<HTMLInputElement>(null);
  const panel = useRef<HTMLElement>(null);

  const open = useCallback((id: string) => select(id, "open"), [select]);

  const all = useMemo(() => list.data?.toSorted(byUrgency) ?? null, [list.data]);
  const found = useMemo(() => (all ? filterAlarms(all, filter, nowMs) : []), [all, filter, nowMs]);
  const chosen = all?.find(({ id }) => id === alarmId) ?? null;
  // Without a choice the first one is shown beside the list; on a phone only a choice opens it.
  const current = chosen ?? found[0] ?? null;
  const shown = Math.max(PAGE_ROWS, rows, chosen ? found.indexOf(chosen) + 1 : 0);

  const move = (by: 1 | -1): void => {
    const at = found.findIndex(({ id }) => id === current?.id);
    const index = Math.min(found.length - 1, Math.max(0, at + by));
    const next = found[index];
    if (!next) return;
    select(next.id, "move");
  };
  const back = (): void => {
    if (alarmId !== null) select(null, "move");
    else setFilter("");
  };
  useKeys((key) => {
    if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
    else if (key === "/") filterField.current?.focus();
    else if (key === "Escape") back();
    else if (key === "Enter" && document.activeElement === document.body && current) {
      select(current.id, "open");
      panel.current?.focus();
    } else return false;
    return true;
  });

  useTitle(all ? `Faults, ${all.filter((alarm) => alarm.clearedAtMs === null).length} open` : "Faults");

  if (!all) {
    return failure !== null ? (
      <QueryFailure what="The list of faults" error={failure} query={list} />
    ) : (
      <>
        <h1 className="vh">Faults</h1>
        <Skeleton label="The faults are being read" rows={10} />
      </>
    );
  }
  return (
    <div className={styles.split} data-open={chosen !== null || undefined} data-empty={current === null || undefined}>
      <section className={styles.list} aria-labelledby="faults">
        <h1 className="vh" id="faults">
          Faults
        </h1>
        <FaultFilter ref={filterField} filter={filter} onFilter={setFilter} all={all} found={found.length} />
        {found.length > 0 ? (
          <div className={styles.rows}>
            <FaultTable
              alarms={found.slice(0, shown)}
              rest={Math.max(0, found.length - shown)}
              onMore={() => setRows(shown + PAGE_ROWS)}
              currentId={current?.id ?? null}
              onOpen={open}
            />
            <FaultHistory alarms={found} shown={shown} />
          </div>
        ) : (
          <NothingFound all={all.length} filter={filter} near={nearest(all, filter, nowMs)} onFilter={setFilter} />
        )}
        {found.length > 0 ? (
          <p className={styles.keys}>
            <button type="button" onClick={() => move(1)}>
              <kbd>j</kbd> next
            </button>
            <button type="button" onClick={() => move(-1)}>
              <kbd>k</kbd> previous
            </button>
            {current ? <AcknowledgeKey alarm={current} /> : null}
            {current ? <ShelveKey alarm={current} /> : null}
            <button type="button" onClick={() => filterField.current?.focus()}>
              <kbd>/</kbd> filter
            </button>
          </p>
        ) : null}
      </section>
      {current ? <FaultPanel key={current.id} ref={panel} row={current} onBack={() => select(null, "move")} /> : null}
    </div>
  );
}

function NothingFound({
  all,
  filter,
  near,
  onFilter,
}: {
  all: number;
  filter: string;
  near: { text: string; count: number };
  onFilter: (filter: string) => void;
}): JSX.Element {
  if (all === 0)
    return (
      <EmptyState title="No alarm has been raised.">
        <p className="mid">
          The hosts raise one as soon as something is not as it should be; it appears here by itself.
        </p>
      </EmptyState>
    );
  return (
    <EmptyState title={`No alarm matches ${filter}.`}>
      <p className="mid">
        Nearest:{" "}
        <button type="button" className="as-link" onClick={() => onFilter(near.text)}>
          {near.text === "" ? "all" : near.text}
        </button>
        , {near.count}.
      </p>
    </EmptyState>
  );
}
