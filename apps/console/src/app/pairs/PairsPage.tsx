"use client";
import { useQuery } from "@tanstack/react-query";
import { pairHeardAtMs } from "@v-available/domain/pairs-heard";
import { countWords, durationWords, inAboutWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { EmptyState } from "@v-available/ui/Notice";
import { PairStateGlyph } from "@v-available/ui/PairStateGlyph";
import { Skeleton } from "@v-available/ui/Skeleton";
import { Cell, Head, Table } from "@v-available/ui/Table";
import { Toned } from "@v-available/ui/Toned";
import { toneColor } from "@v-available/ui/tone";
import { type JSX, Suspense, useMemo, useRef, useState } from "react";
import { useNowMs, usePairsHeard } from "../../client/connection";
import { lazily } from "../../client/lazily";
import { QueryFailure, useFailure } from "../../client/QueryFailure";
import { useTRPC } from "../../client/trpc";
import { useKeys } from "../../shell/keys";
import { Link } from "../../shell/Link";
import { useSearchParam } from "../../shell/search-param";
import { FilterField } from "../../view/FilterField";
import { Moment } from "../../view/Moment";
import { NothingHeard } from "../../view/NothingHeard";
import { PairStanding } from "../../view/PairStanding";
import { believe } from "../../view/staleness";
import { differingOf, leadOf, machinesOf, type ShownPair } from "./pair-sentence";
import styles from "./pairs.module.css";

const PlanPairs = lazily(() => import("./PlanPairs").then(({ PlanPairs }) => PlanPairs));

function Row({
  shown,
  nowMs,
  index,
  current,
}: {
  shown: ShownPair;
  nowMs: number;
  index: number;
  current: boolean;
}): JSX.Element {
  const { pair, state } = shown;
  const unknown = state === "Unknown";
  const machines = machinesOf(shown);
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
      <Cell className={styles.state}>
        <PairStanding pair={pair} state={state} />
      </Cell>
      <Cell className={styles.site}>
        {pair.site.name}
        {pair.otherSite === null ? null : <> and {pair.otherSite.name}</>} <span className="sub">{pair.region}</span>
      </Cell>
      <Cell className={styles.hosts}>
        <span className="id">{pair.hostNames.a}</span> <span className="id">{pair.hostNames.b}</span>
      </Cell>
      <Cell className={styles.machines}>
        {machines.tone === null ? (
          <span className="mid">{machines.words}</span>
        ) : (
          <Toned tone={machines.tone}>{machines.words}</Toned>
        )}
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

export function PairsPage(): JSX.Element {
  const pairs = useQuery(useTRPC().pair.list.queryOptions());
  const failure = useFailure(pairs);
  const heard = usePairsHeard();
  const nowMs = useNowMs();
  const { value: filter, set: setFilter } = useSearchParam("filter");
  const { value: at, set: setAt } = useSearchParam("at");
  const [planning, setPlanning] = useState(false);
  const filterRef = useRef<HTMLInputElement>(null);
  const bodyRef = useRef<HTMLTableSectionElement>(null);

  const all = useMemo<readonly ShownPair[]>(
    () =>
      (pairs.data ?? [])
        .map((pair) => ({ pair, state: believe(pair.headline, pairHeardAtMs(heard, pair.id), nowMs).state }))
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
        `${pair.name} ${pair.site.name} ${pair.otherSite?.name ?? ""} ${pair.region} ${pair.hostNames.a} ${pair.hostNames.b} ${state}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [all, filter]);

  const current = rows.findIndex(({ pair }) => pair.id === at);

  useKeys((key) => {
    if (key === "/") filterRef.current?.focus();
    else if (key === "Escape" && filter !== "") setFilter("");
    else if (key === "j" || key === "k") {
      const next = Math.min(rows.length - 1, Math.max(0, current + (key === "j" ? 1 : -1)));
      setAt(rows[next]?.pair.id ?? "");
      bodyRef.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus();
    } else return false;
    return true;
  });

  if (failure !== null) return <QueryFailure what="The list of pairs" error={failure} query={pairs} />;
  const differing = differingOf(all);
  return (
    <>
      <header className={styles.head}>
        <h1 className="say">
          {all.length === 0 ? (
            "Pairs"
          ) : (
            <>
              <b>{leadOf(all)}</b>{" "}
              {differing === null ? null : <span style={{ color: toneColor(differing.tone) }}>{differing.words}</span>}
            </>
          )}
        </h1>
        <div className={styles.actions}>
          <Link className="va-button" href="/sites">
            Sites
          </Link>
          <Link className="va-button" href="/pairs/new">
            Form a pair
          </Link>
          <Button onClick={() => setPlanning(true)}>
            <span>
              Plan pairs for servers<span aria-hidden="true">…</span>
            </span>
          </Button>
        </div>
      </header>
      {planning ? (
        <Suspense>
          <PlanPairs onClose={() => setPlanning(false)} />
        </Suspense>
      ) : null}
      <search className={styles.filter}>
        <FilterField
          ref={filterRef}
          text={filter}
          onText={setFilter}
          placeholder="a pair, a host, a site or a state"
          found={filter === "" || pairs.data === undefined ? "" : `${rows.length} of ${countWords(all.length, "pair")}`}
        />
      </search>
      {pairs.data === undefined ? (
        <Skeleton label="Reading the pairs" rows={12} />
      ) : all.length === 0 ? (
        <NothingHeard what="pair" how="A pair appears here as soon as the two hosts of it are heard." />
      ) : rows.length === 0 ? (
        <EmptyState
          title={`No pair matches “${filter}”.`}
          action={<Button onClick={() => setFilter("")}>Show all {all.length}</Button>}
        />
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
