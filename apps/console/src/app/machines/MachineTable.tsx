"use client";
import type { MachineColumn, MachineOrder } from "@v-available/domain/machine-order";
import { pairHeardAtMs } from "@v-available/domain/pairs-heard";
import { Cell, Head, Table } from "@v-available/ui/Table";
import { type JSX, type KeyboardEvent, type MouseEvent, memo, type RefObject, useRef, useState } from "react";
import { useNowMs, usePairsHeard } from "../../client/connection";
import { useKeys } from "../../shell/keys";
import type { RowSpan } from "../../view/row-window";
import { believe } from "../../view/staleness";
import { CELL, HEAD, type Shown } from "./columns";
import { nextOrder, USUAL_COLUMNS } from "./list-address";
import styles from "./machines.module.css";
import { isChosen } from "./selection";
import { toRow } from "./to-row";
import type { Choice } from "./use-choice";
import type { MachineListReading } from "./use-machine-list";

interface RowProps extends Shown {
  readonly index: number;
  readonly current: boolean;
  readonly chosen: boolean;
  readonly columns: readonly MachineColumn[];
}

/** Drawn anew only when something of its own changed: the table is computed again each second. */
const Row = memo(function Row({ row, state, index, current, chosen, columns }: RowProps): JSX.Element {
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={chosen || undefined}
      data-row={index}
      data-current={current || undefined}
      className={state === "Unknown" ? "stale" : undefined}
    >
      {columns.map((column, at) => (
        <Cell key={column} className={styles[column]} number={HEAD[column].number ?? false}>
          {at === 0 ? <input type="checkbox" aria-label={`Choose ${row.name}`} checked={chosen} readOnly /> : null}
          {CELL[column]({ row, state })}
        </Cell>
      ))}
    </tr>
  );
});

/** As high as a row, so that nothing moves when it comes. */
const Coming = memo(function Coming({ index, columns }: { index: number; columns: number }): JSX.Element {
  return (
    <tr aria-rowindex={index + 2} aria-busy="true" data-row={index}>
      <td colSpan={columns}>
        <span className={styles.coming} />
      </td>
    </tr>
  );
});

export interface MachineTableProps {
  readonly reading: MachineListReading;
  readonly total: number;
  readonly columns: readonly MachineColumn[];
  readonly order: MachineOrder;
  readonly onOrder: (order: MachineOrder) => void;
  readonly body: RefObject<HTMLTableSectionElement | null>;
  readonly span: RowSpan;
  readonly rowPx: number;
  readonly scrollTo: (index: number) => void;
  readonly choice: Choice;
}

const rowOf = (target: EventTarget): number | null => {
  const row = target instanceof Element ? target.closest<HTMLElement>("tr[data-row]")?.dataset.row : undefined;
  return row === undefined ? null : Number(row);
};

/** Drawn anew for each letter of the filter only once its answer is there. */
export const MachineTable = memo(function MachineTable({
  reading,
  total,
  columns,
  order,
  onOrder,
  body,
  span: { first, last },
  rowPx,
  scrollTo,
  choice: { selection, range },
}: MachineTableProps): JSX.Element {
  /** The row that the keys are at. */
  const [current, onCurrent] = useState<number | null>(null);
  const nowMs = useNowMs();
  const heard = usePairsHeard();
  /** Where a choice of several rows begins. */
  const anchor = useRef<number | null>(null);

  const onChoose = (from: number, to: number, chosen: boolean): void =>
    range({ from, to, rowAt: reading.rowAt, held: reading.page?.order.held ?? "" }, chosen);
  const goTo = (index: number): void => {
    const next = Math.min(total - 1, Math.max(0, index));
    onCurrent(next);
    scrollTo(next);
    toRow(body.current, next);
  };
  const isChosenAt = (index: number): boolean => isChosen(selection, reading.rowAt(index)?.id ?? "");
  const turn = (index: number, extends_: boolean): void => {
    const from = extends_ && anchor.current !== null ? anchor.current : index;
    onChoose(from, index, extends_ ? true : !isChosenAt(index));
    anchor.current = index;
  };
  /** @returns whether it was one of the list's keys */
  const walk = (key: string, event: { readonly shiftKey: boolean }): boolean => {
    const at = current ?? -1;
    const page = Math.max(1, Math.floor(innerHeight / rowPx) - 4);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: total - 1 }[
      key
    ];
    if (to === undefined) return false;
    if (event.shiftKey && (key === "ArrowDown" || key === "ArrowUp") && at >= 0) {
      anchor.current ??= at;
      onChoose(at, Math.min(total - 1, Math.max(0, to)), true);
    }
    goTo(to);
    return true;
  };

  useKeys((key, event) => {
    if (key === "j" || key === "k") goTo((current ?? -1) + (key === "j" ? 1 : -1));
    else if (key === "x" && current !== null) turn(current, event.shiftKey);
    // The row that had the focus may be out of sight by now, or not be there yet.
    else if (current !== null && document.activeElement === document.body) return walk(key, event);
    else return false;
    return true;
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isBox = event.target instanceof HTMLInputElement;
    if (walk(event.key, event)) event.preventDefault();
    else if (isBox && event.key === "Enter")
      body.current?.querySelector<HTMLElement>(`tr[data-row="${current}"] a`)?.click();
  };
  const onClick = (event: MouseEvent): void => {
    const index = rowOf(event.target);
    if (index === null) return;
    if (event.target instanceof HTMLInputElement) turn(index, event.shiftKey);
    else if (event.shiftKey && !(event.target instanceof Element && event.target.closest("a"))) turn(index, true);
  };

  const above = first * rowPx;
  const below = (total - 1 - last) * rowPx;
  const indexes = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  const isUsual = columns.join() === USUAL_COLUMNS.join();
  const table = (
    <Table
      className={styles.table}
      aria-rowcount={total + 1}
      aria-label="Machines"
      aria-busy={reading.isBetween || undefined}
      data-chosen={isUsual ? undefined : true}
    >
      <thead>
        <tr aria-rowindex={1}>
          {columns.map((column) => (
            <Head
              key={column}
              className={styles[column] ?? ""}
              number={HEAD[column].number ?? false}
              sort={{
                direction: order.column === column ? (order.descending ? "descending" : "ascending") : null,
                onSort: () => onOrder(nextOrder(order, column)),
              }}
            >
              {HEAD[column].label}
            </Head>
          ))}
        </tr>
      </thead>
      <tbody
        ref={body}
        onClick={onClick}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const index = rowOf(event.target);
          if (index !== null && index !== current) onCurrent(index);
        }}
      >
        {above > 0 ? <tr style={{ height: above }} /> : null}
        {indexes.map((index) => {
          const row = reading.rowAt(index);
          if (row === undefined) return <Coming key={`coming ${index}`} index={index} columns={columns.length} />;
          const { state } = believe(row.headline, pairHeardAtMs(heard, row.pair.id), nowMs);
          return (
            <Row
              key={row.id}
              row={row}
              state={state}
              index={index}
              current={index === current}
              chosen={isChosen(selection, row.id)}
              columns={columns}
            />
          );
        })}
        {below > 0 ? <tr style={{ height: below }} /> : null}
      </tbody>
    </Table>
  );
  // Whoever chooses the columns chooses how wide it is: it then scrolls by itself, and the page does not.
  return isUsual ? table : <div className={styles.wideTable}>{table}</div>;
});
