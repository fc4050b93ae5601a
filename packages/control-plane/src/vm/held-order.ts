import { randomUUID } from "node:crypto";
import type { MachineOrder } from "@v-available/domain/machine-order";
import type { HeldOrderView } from "../view/machine";
import type { Listed } from "./list-order";
import type { MachineList } from "./machine-list";

/** As many readers as a console has at once and more; of 50,000 machines each is 0.4 MB. */
const KEPT_ORDERS = 64;

interface Question {
  readonly filter: string;
  readonly sort: MachineOrder;
  readonly held: string | null;
}

interface Held {
  readonly question: string;
  readonly machineIds: readonly string[];
  readonly atMs: number;
  /** What it shows of the list that it was last read from. */
  shown: { readonly of: MachineList; readonly rows: readonly Listed[]; readonly isOfNow: boolean } | null;
}

const questionOf = ({ filter, sort: { column, descending } }: Question): string =>
  JSON.stringify([filter, column, descending]);

/**
 * In which order machines were answered, for as long as somebody reads on in it: no row changes its place under the eye, is
 * seen twice or passed over. The rows themselves are as they are now; what is no longer there is left out. Kept in memory
 * only: whoever asks another console for it, or much later, gets a new order and is told so.
 */
export class HeldOrders {
  readonly #orders = new Map<string, Held>();
  /** By the answer itself: what several ask at once is one order. */
  readonly #begun = new WeakMap<readonly Listed[], string>();

  read(list: MachineList, question: Question): { readonly rows: readonly Listed[]; readonly order: HeldOrderView } {
    const now = list.find(question.filter, question.sort);
    const known = question.held === null ? undefined : this.#orders.get(question.held);
    if (question.held === null || known === undefined || known.question !== questionOf(question))
      return { rows: now, order: { held: this.#begin(now, question, list.nowMs), atMs: list.nowMs, isOfNow: true } };
    this.#use(question.held, known);
    if (known.shown?.of !== list) known.shown = { of: list, ...shownNow(known.machineIds, list, now) };
    const { rows, isOfNow } = known.shown;
    return { rows, order: { held: question.held, atMs: known.atMs, isOfNow } };
  }

  #begin(rows: readonly Listed[], question: Question, atMs: number): string {
    const begun = this.#begun.get(rows);
    if (begun !== undefined && this.#orders.has(begun)) return begun;
    const held = randomUUID();
    this.#begun.set(rows, held);
    const machineIds = rows.map(({ vm }) => vm.row.id);
    this.#use(held, { question: questionOf(question), machineIds, atMs, shown: null });
    return held;
  }

  /** The one that was used longest ago goes first. */
  #use(held: string, order: Held): void {
    this.#orders.delete(held);
    this.#orders.set(held, order);
    const [oldest] = this.#orders.keys();
    if (oldest !== undefined && this.#orders.size > KEPT_ORDERS) this.#orders.delete(oldest);
  }
}

function shownNow(machineIds: readonly string[], list: MachineList, now: readonly Listed[]) {
  const rows = machineIds.flatMap((id) => list.listed(id) ?? []);
  const isOfNow = rows.length === now.length && rows.every(({ vm }, at) => vm.row.id === now[at]?.vm.row.id);
  return { rows, isOfNow };
}
