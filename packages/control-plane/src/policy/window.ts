import type { Queryable } from "@v-available/db/database";
import { touchedByWork } from "@v-available/domain/host-maintenance";
import { outsideWindows, refusedOutside, type WindowedMachine } from "@v-available/domain/planned-window";
import { Refusal } from "@v-available/domain/refusal";
import type { Side } from "@v-available/domain/state";
import { listWords } from "@v-available/domain/wording";
import * as z from "zod";
import type { PicturedPair, PicturedVm } from "../query/picture";
import { type HeldBy, policyAsker } from "./in-force";

/** Machines that may be touched outside the windows of their policies, named one by one. */
export const outsideWindowOfSchema = z.array(z.uuid()).max(10_000).optional();

/** Of the machines that work on a host touches, those whose policy has windows. */
export type WindowsOf = (pair: PicturedPair, side: Side) => readonly WindowedMachine[];
type WindowsOfMachine = (machine: PicturedVm, pair: PicturedPair) => WindowedMachine | null;

export function windowedMachine({ row: { id, name } }: PicturedVm, held: HeldBy | null): WindowedMachine | null {
  if (!held || held.said.windows.length === 0) return null;
  return { id, name, policyName: held.said.name, windows: held.said.windows };
}

async function windowAsker(db: Queryable, only?: readonly string[]): Promise<WindowsOfMachine> {
  const ask = await policyAsker(db, only);
  return (machine, pair) => {
    return windowedMachine(machine, ask(machine, pair));
  };
}

/** @param pairs no other pairs are asked about */
export async function workWindows(db: Queryable, pairs: readonly PicturedPair[]): Promise<WindowsOf> {
  const ask = await windowAsker(
    db,
    pairs.flatMap(({ vms }) => vms.map(({ row }) => row.id)),
  );
  return (pair, side) => {
    const touched = new Set(touchedByWork(pair.facts, side).map(({ ref }) => ref));
    return pair.vms.filter(({ row }) => touched.has(row.ref)).flatMap((machine) => ask(machine, pair) ?? []);
  };
}

/** When planned work on one machine may begin by its policy; null where at any time. */
export const windowsOfMachine = async (
  db: Queryable,
  machine: PicturedVm,
  pair: PicturedPair,
): Promise<WindowedMachine | null> => (await windowAsker(db, [machine.row.id]))(machine, pair);

/** What somebody confirmed by name does not hold their work back. */
export const without = (
  machines: readonly WindowedMachine[],
  outsideWindowOf: readonly string[] | undefined,
): readonly WindowedMachine[] => machines.filter(({ id }) => !outsideWindowOf?.includes(id));

/**
 * Refuses work that begins now outside the windows of machines that were not confirmed by name.
 * @param notDone "a1 was not put into maintenance"
 * @returns the names of those that it begins outside of, for the record
 * @throws Refusal blocked
 */
export function refuseOutside(
  machines: readonly WindowedMachine[],
  outsideWindowOf: readonly string[] | undefined,
  nowMs: number,
  notDone: string,
): readonly string[] {
  const refused = refusedOutside(outsideWindows(without(machines, outsideWindowOf), nowMs, 0), notDone);
  if (refused) throw new Refusal(refused);
  return outsideWindows(machines, nowMs, 0).map(({ machine }) => machine.name);
}

/** ", outside the windows of erp-db and crm": what a title ends with; empty where it is within them. */
export const outsideWords = (names: readonly string[]): string =>
  names.length === 0 ? "" : `, outside the ${names.length === 1 ? "window" : "windows"} of ${listWords(names)}`;
