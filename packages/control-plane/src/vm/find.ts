import type { MachineOrder } from "@v-available/domain/machine-order";
import { Refusal } from "@v-available/domain/refusal";
import type { MachinePage } from "../view/machine";
import type { HeldOrders } from "./held-order";
import type { FindMachinesInput } from "./input";
import { comparePlaces, type Listed, type Place, placeOf } from "./list-order";
import type { MachineList } from "./machine-list";
import { machineRow } from "./row";

export function findMachines(
  list: MachineList,
  orders: HeldOrders,
  { filter, sort, limit, offset, after, held }: Omit<FindMachinesInput, "since">,
): MachinePage {
  const { rows: found, order } = orders.read(list, { filter, sort, held });
  const from = offset + (after === null ? 0 : firstAfter(found, readCursor(after, sort), sort));
  const rows = found.slice(from, from + limit);
  const last = from + rows.length < found.length ? rows.at(-1) : undefined;
  return {
    revision: list.revision,
    nowMs: list.nowMs,
    total: found.length,
    offset: from,
    rows: rows.map(({ vm, pair }) => machineRow(vm, pair)),
    nextCursor: last ? cursorOf(placeOf(last, sort), sort) : null,
    order,
    fleet: list.fleet,
  };
}

/** Of a list in order: the place of the first that comes after. */
function firstAfter(found: readonly Listed[], place: Place, order: MachineOrder): number {
  let [from, to] = [0, found.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const listed = found[middle];
    if (listed && comparePlaces(placeOf(listed, order), place, order) <= 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

const cursorOf = (place: Place, { column }: MachineOrder): string => JSON.stringify([column, ...place]);

function readCursor(cursor: string, { column }: MachineOrder): Place {
  const wrong = new Refusal({
    code: "invalid",
    message: "The list cannot go on from there: that is not a cursor of this order.",
    field: "after",
    value: cursor,
    limit: "nextCursor of an answer in the same order",
    remedy: "Leave it out to begin anew.",
  });
  let read: unknown;
  try {
    read = JSON.parse(cursor);
  } catch {
    throw wrong;
  }
  if (!Array.isArray(read) || read.length !== 4 || read[0] !== column) throw wrong;
  const [, value, name, id] = read as unknown[];
  const isValue = typeof value === "string" || typeof value === "number";
  if (!isValue || typeof name !== "string" || typeof id !== "string") throw wrong;
  return [value, name, id];
}
