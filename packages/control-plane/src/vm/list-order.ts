import { DIAL_STOPS } from "@v-available/domain/level";
import type { MachineColumn, MachineOrder } from "@v-available/domain/machine-order";
import { copiedRatio, isResyncing } from "@v-available/domain/pair-facts";
import { PROTECTION_ORDER } from "@v-available/domain/protection-rank";
import type { PicturedPair, PicturedVm } from "../query/picture";

export interface Listed {
  readonly vm: PicturedVm;
  readonly pair: PicturedPair;
}

/** Where a row stands: by the column, then by name, then by id, so that no two stand at one place. */
export type Place = readonly [value: string | number, name: string, id: string];

const NUMBERED = new Intl.Collator("en", { numeric: true });
export const byNumberedText = (one: string, other: string): number => NUMBERED.compare(one, other);

const siteOf = ({ pair }: Listed): string => pair.site?.name ?? pair.row.siteRef;
const observedOf = ({ vm }: Listed) => vm.row.observed;

const VALUE: Readonly<Record<MachineColumn, (listed: Listed) => string | number>> = {
  // The worst first: that is what one sorts states for.
  state: ({ vm }) => -PROTECTION_ORDER.indexOf(vm.protection.state),
  name: ({ vm }) => vm.row.name,
  level: ({ vm }) => DIAL_STOPS.indexOf(vm.protection.declared),
  pair: (listed) => `${siteOf(listed)} ${listed.pair.row.name}`,
  site: siteOf,
  host: ({ vm, pair }) => pair.hosts[vm.row.observed.activeSide]?.name ?? "",
  copy: (listed) => (isResyncing(observedOf(listed)) ? copiedRatio(observedOf(listed)) : 2),
  cpu: (listed) => observedOf(listed).load.cpuRatio,
  vcpus: (listed) => observedOf(listed).vcpus,
  memory: (listed) => observedOf(listed).memoryMiB,
  disk: (listed) => observedOf(listed).diskMiB,
  guest: (listed) => observedOf(listed).guest,
  ip: (listed) => observedOf(listed).ip ?? "",
  mac: (listed) => observedOf(listed).mac,
  since: ({ vm }) => vm.exposedSinceMs ?? Number.MAX_SAFE_INTEGER,
};

export const placeOf = (listed: Listed, { column }: MachineOrder): Place => [
  VALUE[column](listed),
  listed.vm.row.name,
  listed.vm.row.id,
];

function compareValues(one: string | number, other: string | number): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return byNumberedText(String(one), String(other));
}

const byId = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
export const byNameAndId = (one: Listed, other: Listed): number =>
  byNumberedText(one.vm.row.name, other.vm.row.name) || byId(one.vm.row.id, other.vm.row.id);

/** Turned around, the column turns; equal ones stay by name. */
export function comparePlaces(one: Place, other: Place, { descending }: MachineOrder): number {
  const byColumn = compareValues(one[0], other[0]);
  return (descending ? -byColumn : byColumn) || byNumberedText(one[1], other[1]) || byId(one[2], other[2]);
}

/** @param named by name and id already: only the column is compared, and each of its values once */
export function ordered(named: readonly Listed[], { column, descending }: MachineOrder): readonly Listed[] {
  if (column === "name" && !descending) return named;
  const values = named.map(VALUE[column]);
  const distinct = [...new Set(values)].sort(compareValues);
  const ranks = new Map<string | number, number>();
  for (const [at, value] of distinct.entries()) {
    const before = distinct[at - 1];
    const same = before !== undefined && compareValues(before, value) === 0;
    ranks.set(value, same ? (ranks.get(before) ?? at) : at);
  }
  const sign = descending ? -1 : 1;
  const keys = values.map((value) => sign * (ranks.get(value) ?? 0));
  // A sort keeps the order of equals: they are by name.
  return [...keys.keys()].sort((one, other) => (keys[one] ?? 0) - (keys[other] ?? 0)).flatMap((at) => named[at] ?? []);
}
