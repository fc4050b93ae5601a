import type { MachineRow } from "@v-available/api/view/machine";
import { DIAL_STOPS } from "@v-available/domain/level";
import { PROTECTION_ORDER } from "@v-available/domain/protection-rank";
import type { ProtectionState } from "@v-available/domain/state";

export const COLUMNS = ["state", "name", "level", "pair", "host", "copy", "cpu", "memory", "since"] as const;
export type Column = (typeof COLUMNS)[number];

export interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

export const BY_NAME: Order = { column: "name", descending: false };

/** "name", "-cpu": how an order is written in the URL. */
export function parseOrder(text: string): Order {
  const descending = text.startsWith("-");
  const name = descending ? text.slice(1) : text;
  const column = COLUMNS.find((one) => one === name);
  return column === undefined ? BY_NAME : { column, descending };
}

export const orderText = ({ column, descending }: Order): string =>
  column === BY_NAME.column && !descending ? "" : `${descending ? "-" : ""}${column}`;

/** A second press turns the order around, a third goes back to names. */
export function nextOrder(order: Order, column: Column): Order {
  if (order.column !== column) return { column, descending: false };
  return order.descending ? BY_NAME : { column, descending: true };
}

export interface Shown {
  readonly row: MachineRow;
  readonly state: ProtectionState;
}

const KEY = {
  // The worst first: that is what one sorts states for.
  state: ({ state }) => -PROTECTION_ORDER.indexOf(state),
  name: ({ row }) => row.name,
  level: ({ row }) => DIAL_STOPS.indexOf(row.declaredStop),
  pair: ({ row }) => `${row.site.name} ${row.pair.name}`,
  host: ({ row }) => row.hosts[row.activeSide],
  copy: ({ row }) => row.resyncRatio ?? 2,
  cpu: ({ row }) => row.load.cpuRatio,
  memory: ({ row }) => row.memoryMiB,
  since: ({ row }) => row.headline.exposedSinceMs ?? Number.MAX_SAFE_INTEGER,
} as const satisfies Record<Column, (shown: Shown) => string | number>;

const names = new Intl.Collator("en", { numeric: true });

export function ordered(rows: readonly Shown[], { column, descending }: Order): Shown[] {
  const key = KEY[column];
  const sign = descending ? -1 : 1;
  return [...rows].sort((one, other) => {
    const a = key(one);
    const b = key(other);
    const difference = typeof a === "string" ? names.compare(a, String(b)) : a - Number(b);
    return difference === 0 ? names.compare(one.row.name, other.row.name) : sign * difference;
  });
}
