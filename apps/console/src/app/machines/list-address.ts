import { MACHINE_COLUMNS, type MachineColumn, type MachineOrder } from "@v-available/domain/machine-order";

export const BY_NAME: MachineOrder = { column: "name", descending: false };
/** What one sees who has chosen nothing. */
export const USUAL_COLUMNS: readonly MachineColumn[] = [
  "state",
  "name",
  "level",
  "pair",
  "host",
  "copy",
  "cpu",
  "memory",
  "since",
];
/** Of so many rows an answer consists. */
export const CHUNK = 64;

const isColumn = (text: string): text is MachineColumn => MACHINE_COLUMNS.some((column) => column === text);

/** "name", "-cpu": how an order is written in the URL. */
export function parseOrder(text: string): MachineOrder {
  const descending = text.startsWith("-");
  const column = descending ? text.slice(1) : text;
  return isColumn(column) ? { column, descending } : BY_NAME;
}

export const orderText = ({ column, descending }: MachineOrder): string =>
  column === BY_NAME.column && !descending ? "" : `${descending ? "-" : ""}${column}`;

/** A second press turns the order around, a third goes back to names. */
export function nextOrder(order: MachineOrder, column: MachineColumn): MachineOrder {
  if (order.column !== column) return { column, descending: false };
  return order.descending ? BY_NAME : { column, descending: true };
}

/** "state,name,cpu": the columns in the URL; a list without a name could not be read, so the name is always there. */
export function parseColumns(text: string): readonly MachineColumn[] {
  const chosen = text.split(",").filter(isColumn);
  if (chosen.length === 0) return USUAL_COLUMNS;
  return MACHINE_COLUMNS.filter((column) => column === "name" || chosen.includes(column));
}

export const columnsText = (columns: readonly MachineColumn[]): string =>
  columns.join() === USUAL_COLUMNS.join() ? "" : columns.join();

/** Which row is the first in view. */
export function parsePlace(text: string): number {
  const place = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return Math.max(0, place);
}

export const chunkOf = (row: number): number => Math.floor(row / CHUNK) * CHUNK;

export interface ListQuestion {
  readonly filter: string;
  readonly sort: MachineOrder;
}

/** The input with which a reading of the list begins: the same on the server, which draws it, and in the browser. */
export const beginning = ({ filter, sort }: ListQuestion, offset: number) => ({
  filter,
  sort,
  offset,
  limit: CHUNK,
  held: null,
});
