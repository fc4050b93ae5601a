"use client";
import type { MachineRow } from "@v-available/api/view/machine";
import { LEVEL_LABEL } from "@v-available/domain/label";
import { mebibytesWords } from "@v-available/domain/size-words";
import { durationWords, percentWords } from "@v-available/domain/wording";
import { SmallDial } from "@v-available/ui/Dial";
import { LevelGlyph, levelWords } from "@v-available/ui/LevelGlyph";
import { MachineName } from "@v-available/ui/MachineName";
import { MirrorBar } from "@v-available/ui/MirrorBar";
import { StateBadge } from "@v-available/ui/StateBadge";
import { Cell, Head, Table } from "@v-available/ui/Table";
import { Toned } from "@v-available/ui/Toned";
import { type JSX, memo, useLayoutEffect, useRef, useState } from "react";
import { useNowMs } from "../../client/connection";
import { useKeys } from "../../shell/keys";
import { Link } from "../../shell/Link";
import { Moment } from "../../view/Moment";
import { useRowWindow } from "../../view/row-window";
import { protectionWord } from "../../view/staleness";
import { type Column, nextOrder, type Order, type Shown } from "./machine-order";
import styles from "./machines.module.css";

/** Below this many rows a browser draws them all faster than we would choose. */
const VIRTUAL_FROM = 200;
const HEADS: readonly { column: Column; label: string; number?: boolean }[] = [
  { column: "state", label: "State" },
  { column: "name", label: "Name" },
  { column: "level", label: "Level" },
  { column: "pair", label: "Pair, site" },
  { column: "host", label: "Runs on" },
  { column: "copy", label: "Copy" },
  { column: "cpu", label: "CPU", number: true },
  { column: "memory", label: "Memory", number: true },
  { column: "since", label: "Below level since" },
];

function Copy({ row }: { row: MachineRow }): JSX.Element {
  if (row.resyncRatio !== null) {
    return (
      <span className={styles.together}>
        <span className={styles.bar}>
          <MirrorBar ratio={row.resyncRatio} width={72} label={null} />
        </span>{" "}
        <Toned tone="resyncing">{percentWords(row.resyncRatio)}</Toned>
      </span>
    );
  }
  const complete = [row.legs.a, row.legs.b].filter((leg) => leg === "UpToDate").length;
  if (row.declaredStop === "unprotected") return <span className="sub">one, as declared</span>;
  return complete === 2 ? (
    <span className="mid">in step</span>
  ) : (
    <Toned tone="unprotected">{complete === 1 ? "one copy" : "no complete copy"}</Toned>
  );
}

interface RowProps extends Shown {
  readonly index: number;
  readonly current: boolean;
}

/** Drawn anew only when something of its own changed: the table is computed again each second. */
const Row = memo(function Row({ row, state, index, current }: RowProps): JSX.Element {
  const nowMs = useNowMs(10_000);
  const { exposedSinceMs } = row.headline;
  const unknown = state === "Unknown";
  return (
    <tr aria-rowindex={index + 2} data-current={current || undefined} className={unknown ? "stale" : undefined}>
      <Cell className={styles.state}>
        <StateBadge
          state={state}
          ratio={row.resyncRatio ?? undefined}
          asWished={state === "Unprotected" && row.declaredStop === "unprotected"}
          {...(unknown && row.headline.was !== "Unknown" ? { note: `was ${protectionWord(row.headline.was)}` } : {})}
        />
      </Cell>
      <Cell className={styles.name}>
        <Link href={`/machines/${row.id}`} data-row={index}>
          <MachineName name={row.name} strong />
        </Link>
      </Cell>
      <Cell className={styles.level}>
        <span className={styles.together}>
          <SmallDial declared={row.declaredStop} effective={unknown ? null : row.headline.effective} />
          <span className={styles.levelGlyph}>
            <LevelGlyph protection={row.declared} label={null} />
          </span>
          <span className={styles.wide}>{levelWords(row.declared)}</span>
          {!unknown && row.headline.effective !== row.declaredStop && row.declaredStop !== "unprotected" ? (
            <span className={styles.now}>now {LEVEL_LABEL[row.headline.effective].word}</span>
          ) : null}
        </span>
      </Cell>
      <Cell className={styles.pair}>
        <Link href={`/pairs/${row.pair.id}`} className="id">
          {row.pair.name}
        </Link>{" "}
        <span className="sub">{row.site.name}</span>
      </Cell>
      <Cell className={styles.host}>
        {row.power === "off" ? (
          <span className="sub">off</span>
        ) : (
          <span className="id">{row.hosts[row.activeSide]}</span>
        )}
      </Cell>
      <Cell className={styles.copy}>
        <Copy row={row} />
      </Cell>
      <Cell number className={styles.cpu}>
        {percentWords(row.load.cpuRatio)}
        <span className="sub"> of {row.vcpus}</span>
      </Cell>
      <Cell number className={styles.memory}>
        {mebibytesWords(row.memoryMiB)}
      </Cell>
      <Cell className={styles.since}>
        {exposedSinceMs === null ? null : (
          <>
            <Moment atMs={exposedSinceMs} /> <span className="sub">{durationWords(nowMs - exposedSinceMs)}</span>
          </>
        )}
      </Cell>
    </tr>
  );
});

export function MachineTable({
  rows,
  order,
  onOrder,
}: {
  rows: readonly Shown[];
  order: Order;
  onOrder: (order: Order) => void;
}): JSX.Element {
  const bodyRef = useRef<HTMLTableSectionElement>(null);
  const [rowHeight, setRowHeight] = useState(32);
  const [current, setCurrent] = useState<string | null>(null);
  const virtual = rows.length > VIRTUAL_FROM;

  useLayoutEffect(() => {
    const measure = (): void => {
      const body = bodyRef.current;
      if (body !== null) setRowHeight(Number.parseFloat(getComputedStyle(body).getPropertyValue("--row")) || 32);
    };
    measure();
    addEventListener("resize", measure);
    return () => removeEventListener("resize", measure);
  }, []);
  const rowPx = rowHeight + 1;
  const { first, last, scrollTo } = useRowWindow(bodyRef, { count: rows.length, rowPx, enabled: virtual });

  useKeys((key) => {
    if (key !== "j" && key !== "k") return false;
    const at = rows.findIndex(({ row }) => row.id === current);
    const next = Math.min(rows.length - 1, Math.max(0, at + (key === "j" ? 1 : -1)));
    const target = rows[next];
    if (target === undefined) return true;
    setCurrent(target.row.id);
    if (virtual) scrollTo(next);
    // After the scroll has put it on the page: enter then opens it, as it would any link.
    requestAnimationFrame(() => bodyRef.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus());
    return true;
  });

  const above = first * rowPx;
  const below = (rows.length - 1 - last) * rowPx;
  return (
    <Table className={styles.table} aria-rowcount={rows.length + 1} aria-label="Machines">
      <thead>
        <tr>
          {HEADS.map(({ column, label, number }) => (
            <Head
              key={column}
              className={styles[column] ?? ""}
              number={number ?? false}
              sort={{
                direction: order.column === column ? (order.descending ? "descending" : "ascending") : null,
                onSort: () => onOrder(nextOrder(order, column)),
              }}
            >
              {label}
            </Head>
          ))}
        </tr>
      </thead>
      <tbody ref={bodyRef}>
        {above > 0 ? <tr style={{ height: above }} /> : null}
        {rows.slice(first, last + 1).map((shown, offset) => (
          <Row key={shown.row.id} {...shown} index={first + offset} current={shown.row.id === current} />
        ))}
        {below > 0 ? <tr style={{ height: below }} /> : null}
      </tbody>
    </Table>
  );
}
