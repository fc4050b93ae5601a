"use client";
import { useQuery } from "@tanstack/react-query";
import type { PairRow } from "@v-available/api/view/pair";
import type { PairState } from "@v-available/domain/state";
import { countWords, durationWords, inAboutWords } from "@v-available/domain/wording";
import { EmptyState } from "@v-available/ui/Notice";
import { PairStateGlyph } from "@v-available/ui/PairStateGlyph";
import { Skeleton } from "@v-available/ui/Skeleton";
import { PairBadge } from "@v-available/ui/StateBadge";
import { Cell, Head, Table } from "@v-available/ui/Table";
import Link from "next/link";
import { type JSX, useMemo, useRef, useState } from "react";
import { useNowMs, usePairObservedAtMs } from "../../client/connection";
import { QueryFailure } from "../../client/QueryFailure";
import { useTRPC } from "../../client/trpc";
import { useKeys } from "../../shell/keys";
import { Moment } from "../../view/Moment";
import { useSearchParam } from "../../view/search-param";
import { believe } from "../../view/staleness";
import styles from "./pairs.module.css";

interface Shown {
  readonly pair: PairRow;
  readonly state: PairState;
}

function Machines({ pair, unknown }: { pair: PairRow; unknown: boolean }): JSX.Element {
  if (pair.machineCount === 0) return <span className="sub">no machine</span>;
  if (unknown) return <span className="sub">{countWords(pair.machineCount, "machine")}</span>;
  return pair.exposedCount === 0 ? (
    <span className="mid">
      {pair.protectedCount} of {pair.machineCount} protected
    </span>
  ) : (
    <b className="text-unprotected">
      {pair.exposedCount} of {pair.machineCount} below level
    </b>
  );
}

function Row({
  shown,
  nowMs,
  index,
  current,
}: {
  shown: Shown;
  nowMs: number;
  index: number;
  current: boolean;
}): JSX.Element {
  const { pair, state } = shown;
  const unknown = state === "Unknown";
  return (
    <tr data-current={current || undefined} className={unknown ? "stale" : undefined}>
      <Cell className={styles.glyph}>
        <PairStateGlyph state={state} facts={pair.glyph} size={15} name={pair.name} />
      </Cell>
      <Cell className={styles.name}>
        <Link href={`/pairs/${pair.id}`} data-row={index} className="id">
          <b>{pair.name}</b>
        </Link>
      </Cell>
      <Cell>
        <PairBadge state={state} />
      </Cell>
      <Cell className={styles.site}>
        {pair.site.name} <span className="sub">{pair.region}</span>
      </Cell>
      <Cell className={styles.hosts}>
        <span className="id">{pair.hostNames.a}</span> <span className="id">{pair.hostNames.b}</span>
      </Cell>
      <Cell className={styles.machines}>
        <Machines pair={pair} unknown={unknown} />
      </Cell>
      <Cell className={styles.since}>
        {pair.exposedSinceMs === null ? null : (
          <>
            <Moment atMs={pair.exposedSinceMs} />{" "}
            <span className="sub">
              {pair.etaAtMs === null
                ? durationWords(nowMs - pair.exposedSinceMs)
                : `two copies ${inAboutWords(pair.etaAtMs, nowMs)}`}
            </span>
          </>
        )}
      </Cell>
      <Cell number>{pair.openAlarms === 0 ? <span className="sub">none</span> : pair.openAlarms}</Cell>
    </tr>
  );
}

function sentenceOf(shown: readonly Shown[]): string {
  const normal = shown.filter(({ state }) => state === "Normal").length;
  const sites = new Set(shown.map(({ pair }) => pair.site.id)).size;
  const where = ` at ${countWords(sites, "site")}`;
  return normal === shown.length
    ? `${countWords(shown.length, "pair")}${where}, all normal.`
    : `${normal} of ${countWords(shown.length, "pair")}${where} normal.`;
}

export function PairsPage(): JSX.Element {
  const pairs = useQuery(useTRPC().pair.list.queryOptions());
  const heard = usePairObservedAtMs();
  const nowMs = useNowMs();
  const [filter, setFilter] = useSearchParam("filter");
  const [current, setCurrent] = useState(-1);
  const filterRef = useRef<HTMLInputElement>(null);
  const bodyRef = useRef<HTMLTableSectionElement>(null);

  const all = useMemo<readonly Shown[]>(
    () =>
      (pairs.data ?? [])
        .map((pair) => ({ pair, state: believe(pair.headline, heard[pair.id], nowMs).state }))
        // Sites keep their place; the worst is not sorted first.
        .sort(
          (one, other) =>
            one.pair.region.localeCompare(other.pair.region) ||
            one.pair.site.name.localeCompare(other.pair.site.name) ||
            one.pair.name.localeCompare(other.pair.name),
        ),
    [pairs.data, heard, nowMs],
  );
  const rows = useMemo(() => {
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
    return all.filter(({ pair, state }) => {
      const text =
        `${pair.name} ${pair.site.name} ${pair.region} ${pair.hostNames.a} ${pair.hostNames.b} ${state}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [all, filter]);

  useKeys((key) => {
    if (key === "/") filterRef.current?.focus();
    else if (key === "Escape" && filter !== "") setFilter("");
    else if (key === "j" || key === "k") {
      const next = Math.min(rows.length - 1, Math.max(0, current + (key === "j" ? 1 : -1)));
      setCurrent(next);
      bodyRef.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus();
    } else return false;
    return true;
  });

  if (pairs.data === undefined && pairs.isError) return <QueryFailure what="The list of pairs" query={pairs} />;
  return (
    <>
      <header className={styles.head}>
        <h1 className="say">{pairs.data === undefined ? "Pairs" : <b>{sentenceOf(all)}</b>}</h1>
      </header>
      <search className={styles.filter}>
        <label htmlFor="pair-filter" className="lab">
          Filter
        </label>
        <input
          id="pair-filter"
          ref={filterRef}
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={filter}
          placeholder="pair, host, site or state"
          onChange={(event) => setFilter(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            setFilter("");
            event.currentTarget.blur();
          }}
        />
        <kbd>/</kbd>
        <span className="sub" role="status">
          {filter === "" || pairs.data === undefined ? null : `${rows.length} of ${countWords(all.length, "pair")}`}
        </span>
      </search>
      {pairs.data === undefined ? (
        <Skeleton label="Reading the pairs" rows={12} />
      ) : all.length === 0 ? (
        <EmptyState title="There is no pair yet.">
          <p>
            A pair appears here as soon as the two hosts of it are heard. The adapters that are asked are in the log.
          </p>
        </EmptyState>
      ) : rows.length === 0 ? (
        <EmptyState title={`No pair matches “${filter}”.`} />
      ) : (
        <Table className={styles.table} aria-label="Pairs">
          <thead>
            <tr>
              <Head>
                <span className="vh">Drawing</span>
              </Head>
              <Head>Pair</Head>
              <Head>State</Head>
              <Head className={styles.site ?? ""}>Site</Head>
              <Head className={styles.hosts ?? ""}>Hosts</Head>
              <Head className={styles.machines ?? ""}>Machines</Head>
              <Head className={styles.since ?? ""}>Below level since</Head>
              <Head number>Alarms</Head>
            </tr>
          </thead>
          <tbody ref={bodyRef}>
            {rows.map((shown, index) => (
              <Row key={shown.pair.id} shown={shown} nowMs={nowMs} index={index} current={index === current} />
            ))}
          </tbody>
        </Table>
      )}
    </>
  );
}
