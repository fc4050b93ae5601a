"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { DrillRow } from "@v-available/api/view/drill";
import { pairHeardAtMs } from "@v-available/domain/pairs-heard";
import { ageWords, countWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { MachineName } from "@v-available/ui/MachineName";
import { EmptyState } from "@v-available/ui/Notice";
import { ShapeMark } from "@v-available/ui/ShapeMark";
import { Skeleton } from "@v-available/ui/Skeleton";
import { Cell, Head, Table } from "@v-available/ui/Table";
import { Toned } from "@v-available/ui/Toned";
import { toneColor } from "@v-available/ui/tone";
import { type JSX, useMemo, useRef, useState } from "react";
import { useConnection, useNowMs, usePairsHeard } from "../../client/connection";
import { QueryFailure, useFailure } from "../../client/QueryFailure";
import { useTRPC } from "../../client/trpc";
import { useKeys } from "../../shell/keys";
import { Link } from "../../shell/Link";
import { useSearchParam } from "../../shell/search-param";
import { FilterField } from "../../view/FilterField";
import { Moment } from "../../view/Moment";
import { RefusedNote } from "../../view/Refused";
import { believe } from "../../view/staleness";
import { newTaskKey } from "../../view/task-key";
import { leadOf, measuredWords, newestWords } from "./drill-sentence";
import styles from "./drills.module.css";
import { StartDrill } from "./StartDrill";

/** Beyond this a reader filters; the rest comes when it is asked for. */
const ROWS_AT_ONCE = 200;

const STANDING = {
  proven: { word: "Proven", mark: <ShapeMark shape="round-solid" tone="protected" /> },
  due: { word: "Due again", mark: <ShapeMark shape="pointed-open" tone="degraded" /> },
  unproven: { word: "Not proven yet", mark: <ShapeMark shape="pointed-open" tone="degraded" /> },
} as const;

/** The one thing that can be done about a proof: start one, or end the one that runs. */
function Do({ row, stale, onStart }: { row: DrillRow; stale: boolean; onStart: () => void }): JSX.Element {
  const { reason } = useConnection();
  const end = useMutation(useTRPC().machine.endDrill.mutationOptions());
  const key = useRef<string | null>(null);
  const blockedBy = reason ?? (stale ? "Not while its state is unknown." : row.action.disabledBecause);
  if (row.action.action !== "end-drill")
    return (
      <Button small blockedBy={blockedBy} onClick={onStart} aria-label={`Start a drill of ${row.machine.name}`}>
        <span>
          Start a drill<span aria-hidden="true">…</span>
        </span>
      </Button>
    );
  const press = (): void => {
    // Pressed twice, it is still one task.
    key.current ??= newTaskKey();
    end.mutate(
      { machineId: row.machine.id, taskKey: key.current },
      {
        onSettled: () => {
          key.current = null;
        },
      },
    );
  };
  return (
    <>
      <Button small blockedBy={blockedBy} onClick={press} aria-label={`End the drill of ${row.machine.name}`}>
        End the drill
      </Button>
      <RefusedNote error={end.error} />
    </>
  );
}

interface RowProps {
  readonly row: DrillRow;
  readonly stale: boolean;
  readonly index: number;
  readonly current: boolean;
  readonly onStart: () => void;
}

function Row({ row, stale, index, current, onStart }: RowProps): JSX.Element {
  const nowMs = useNowMs(10_000);
  const { proof, is, dueAtMs } = row.standing;
  const newest = newestWords(row);
  return (
    <tr data-current={current || undefined} className={stale ? "stale" : undefined}>
      <Cell className={styles.name}>
        <Link href={`/machines/${row.machine.id}`} data-row={index}>
          <MachineName name={row.machine.name} strong />
        </Link>
      </Cell>
      <Cell className={styles.standing}>
        {STANDING[is].mark} {is === "proven" ? STANDING[is].word : <Toned tone="degraded">{STANDING[is].word}</Toned>}
        {newest === null ? null : <p className="sub">{newest}</p>}
      </Cell>
      <Cell className={styles.at}>
        <Link href={`/pairs/${row.pair.id}`} className="id">
          {row.pair.name}
        </Link>{" "}
        <span className="sub">
          {row.site.name}, copied to {row.recoverySite ?? "nowhere yet"}
        </span>
      </Cell>
      <Cell className={styles.last}>
        {proof === null ? (
          <span className="sub">never</span>
        ) : (
          <>
            <Moment atMs={proof.endedAtMs} /> <span className="sub">{ageWords(proof.endedAtMs, nowMs)}</span>
          </>
        )}
      </Cell>
      <Cell number className={styles.answered}>
        {proof === null ? (
          <span className="sub">not measured</span>
        ) : (
          measuredWords(proof.measuredRtoMs, row.target.rtoMs)
        )}
      </Cell>
      <Cell number className={styles.missing}>
        {proof === null ? (
          <span className="sub">not measured</span>
        ) : (
          measuredWords(proof.measuredRpoMs, row.target.rpoMs)
        )}
      </Cell>
      <Cell className={styles.due}>
        {dueAtMs === null ? (
          is === "unproven" ? (
            "now"
          ) : (
            <span className="sub">not asked for</span>
          )
        ) : is === "due" ? (
          <>
            since <Moment atMs={dueAtMs} />
          </>
        ) : (
          <Moment atMs={dueAtMs} />
        )}
      </Cell>
      <Cell className={styles.do}>
        <Do row={row} stale={stale} onStart={onStart} />
      </Cell>
    </tr>
  );
}

const textOf = ({ machine, pair, site, recoverySite, standing }: DrillRow): string =>
  `${machine.name} ${pair.name} ${site.name} ${recoverySite ?? ""} ${STANDING[standing.is].word}`.toLowerCase();

export function DrillsPage(): JSX.Element {
  const drills = useQuery(useTRPC().drill.list.queryOptions());
  const failure = useFailure(drills);
  const heard = usePairsHeard();
  const nowMs = useNowMs();
  const { value: filter, set: setFilter } = useSearchParam("filter");
  const [current, setCurrent] = useState(-1);
  const [shown, setShown] = useState(ROWS_AT_ONCE);
  const [starting, setStarting] = useState<string | null>(null);
  const filterRef = useRef<HTMLInputElement>(null);
  const bodyRef = useRef<HTMLTableSectionElement>(null);
  const all = drills.data?.rows ?? [];
  const rows = useMemo(() => {
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
    return (drills.data?.rows ?? []).filter((row) => {
      const text = textOf(row);
      return words.every((word) => text.includes(word));
    });
  }, [drills.data, filter]);

  useKeys((key) => {
    if (key === "/") filterRef.current?.focus();
    else if (key === "Escape" && filter !== "") setFilter("");
    else if (key === "j" || key === "k") {
      const next = Math.min(Math.min(rows.length, shown) - 1, Math.max(0, current + (key === "j" ? 1 : -1)));
      setCurrent(next);
      bodyRef.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus();
    } else return false;
    return true;
  });

  if (failure !== null) return <QueryFailure what="The list of drills" error={failure} query={drills} />;
  const lead = leadOf({ rows: all });
  return (
    <>
      <header className={styles.head}>
        <h1 className="say">
          {all.length === 0 ? (
            "Drills"
          ) : (
            <>
              <b>{lead.proven}</b>{" "}
              {lead.missing === null ? null : <span style={{ color: toneColor("degraded") }}>{lead.missing}</span>}
            </>
          )}
        </h1>
      </header>
      {drills.data === undefined ? (
        <Skeleton label="Reading the drills" rows={12} />
      ) : all.length === 0 ? (
        <EmptyState title="No machine is copied to a recovery site, so there is nothing to prove.">
          <p>
            {drills.data.withoutCopy === 0
              ? "There is no machine yet."
              : `${countWords(drills.data.withoutCopy, "machine")} would be lost with its site. Disaster Recovery is a switch beside the level on a machine's page.`}
          </p>
        </EmptyState>
      ) : (
        <>
          <search className={styles.filter}>
            <FilterField
              ref={filterRef}
              text={filter}
              onText={setFilter}
              placeholder="a machine, a pair, a site, “due” or “not proven”"
              found={filter === "" ? "" : `${rows.length} of ${countWords(all.length, "copy", "copies")}`}
            />
          </search>
          {rows.length === 0 ? (
            <EmptyState
              title={`No copy matches “${filter}”.`}
              action={<Button onClick={() => setFilter("")}>Show all {all.length}</Button>}
            />
          ) : (
            <Table className={styles.table} aria-label="Drills">
              <thead>
                <tr>
                  <Head>Machine</Head>
                  <Head>Its copy is</Head>
                  <Head className={styles.at ?? ""}>Pair</Head>
                  <Head className={styles.last ?? ""}>Last proven</Head>
                  <Head number className={styles.answered ?? ""}>
                    Answered after
                  </Head>
                  <Head number className={styles.missing ?? ""}>
                    Writes missing
                  </Head>
                  <Head className={styles.due ?? ""}>Next due</Head>
                  <Head className={styles.do ?? ""}>
                    <span className="vh">What can be done</span>
                  </Head>
                </tr>
              </thead>
              <tbody ref={bodyRef}>
                {rows.slice(0, shown).map((row, index) => (
                  <Row
                    key={row.machine.id}
                    row={row}
                    stale={believe(row.headline, pairHeardAtMs(heard, row.pair.id), nowMs).stale}
                    index={index}
                    current={index === current}
                    onStart={() => setStarting(row.machine.id)}
                  />
                ))}
              </tbody>
            </Table>
          )}
          {rows.length > shown ? (
            <p className={styles.more}>
              <Button onClick={() => setShown(shown + ROWS_AT_ONCE)}>
                Show {Math.min(ROWS_AT_ONCE, rows.length - shown)} more of {rows.length}
              </Button>
            </p>
          ) : null}
        </>
      )}
      {starting === null ? null : <StartDrill machineId={starting} onClose={() => setStarting(null)} />}
    </>
  );
}
