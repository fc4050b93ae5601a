import { PROTECTION_LABEL } from "@v-available/domain/label";
import { type MachineFieldName, plainText } from "@v-available/domain/machine-field";
import { type MachineSubject, matchesQuery, wordsOfLevel, wordsOfState } from "@v-available/domain/machine-match";
import type { MachineOrder } from "@v-available/domain/machine-order";
import { parseMachineQuery } from "@v-available/domain/machine-query";
import { movesWithTime } from "@v-available/domain/moves-with-time";
import { isStale } from "@v-available/domain/pair-facts";
import { Refusal } from "@v-available/domain/refusal";
import { sentenceOfTruth } from "@v-available/domain/sentence";
import type { ProtectionState } from "@v-available/domain/state";
import { STALE_AFTER_MS } from "@v-available/domain/timing";
import type { Picture, PicturedPair, PicturedVm } from "../query/picture";
import type { FleetStanding, MachineValue } from "../view/machine";
import { byNameAndId, byNumberedText, type Listed, ordered } from "./list-order";

/** A list answers for so long: what is typed meanwhile needs no new one. */
const KEPT_MS = 1_000;
const KEPT_ANSWERS = 32;
const MOST_VALUES = 12;

/** All machines of one picture, ready to be looked through. */
export class MachineList {
  readonly revision: number;
  #nowMs: number;
  /** Some of it follows from the time alone, without a change. */
  readonly #moves: boolean;
  readonly #picture: Picture;
  readonly #named: readonly Listed[];
  readonly #answers = new Map<string, readonly Listed[]>();
  #fleet: FleetStanding | null = null;

  /** @param before the list before this one: most names stand where they stood */
  constructor(picture: Picture, before: MachineList | null) {
    this.revision = picture.revision;
    this.#nowMs = picture.nowMs;
    this.#moves = picture.pairs.some(({ facts }) => facts.machines.some(movesWithTime));
    this.#picture = picture;
    this.#named = named(
      picture.pairs.flatMap((pair) => pair.vms.map((vm) => ({ vm, pair }))),
      before === null ? [] : before.#named,
    );
  }

  /** As of when it is so, by the server's clock. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** False as soon as a pair may have fallen silent, or been heard again, since. */
  isGoodAt(nowMs: number): boolean {
    return nowMs - this.#nowMs < KEPT_MS && this.#isHeardAt(nowMs);
  }

  /** Where nothing was written since, and nothing moves by itself, it is still so: fifty thousand need no second look. */
  isStillSo(revision: number, nowMs: number): boolean {
    if (revision !== this.revision || this.#moves || this.#hasSilent() || !this.#isHeardAt(nowMs)) return false;
    this.#nowMs = nowMs;
    return true;
  }

  #isHeardAt(nowMs: number): boolean {
    return this.#picture.pairs.every(({ row, facts }) => isStale(facts) || nowMs - row.heardAtMs <= STALE_AFTER_MS);
  }

  #hasSilent(): boolean {
    return this.#picture.pairs.some(({ facts }) => isStale(facts));
  }

  /** @throws Refusal invalid, naming the word of the filter that means nothing */
  find(filter: string, order: MachineOrder): readonly Listed[] {
    const key = JSON.stringify([filter, order.column, order.descending]);
    const known = this.#answers.get(key);
    if (known) return known;
    const { terms, problems } = parseMachineQuery(filter);
    if (problems[0]) throw new Refusal(problems[0]);
    const found =
      terms.length === 0 ? this.#named : this.#named.filter(({ vm, pair }) => matchesQuery(terms, subjectOf(vm, pair)));
    const answer = ordered(found, order);
    const [oldest] = this.#answers.keys();
    if (oldest !== undefined && this.#answers.size >= KEPT_ANSWERS) this.#answers.delete(oldest);
    this.#answers.set(key, answer);
    return answer;
  }

  /** As it is now; undefined where it is no longer there. */
  listed(machineId: string): Listed | undefined {
    return this.#picture.vm(machineId);
  }

  /** What machines have in this field, the most frequent first, no more than are read at a glance. */
  values(field: MachineFieldName, begins: string): MachineValue[] {
    const begin = plainText(begins);
    const counts = new Map<string, number>();
    const count = (value: string): void => {
      if (isTypedSo(value, begin)) counts.set(value, (counts.get(value) ?? 0) + 1);
    };
    for (const listed of this.#named) for (const value of valuesOf(field, listed)) count(value);
    return [...counts]
      .map(([value, machines]) => ({ value, machines }))
      .sort((one, other) => other.machines - one.machines || byNumberedText(one.value, other.value))
      .slice(0, MOST_VALUES);
  }

  get fleet(): FleetStanding {
    this.#fleet ??= standingOf(this.#named, this.#nowMs);
    return this.#fleet;
  }
}

/** Names are compared where they are new; the others are put as they were, which a sort sees at once. */
function named(machines: readonly Listed[], before: readonly Listed[]): readonly Listed[] {
  if (before.length === 0) return machines.toSorted(byNameAndId);
  const byId = new Map(machines.map((listed) => [listed.vm.row.id, listed]));
  let changed = false;
  const kept = before.flatMap(({ vm }) => {
    const now = byId.get(vm.row.id);
    changed ||= now === undefined || now.vm.row.name !== vm.row.name;
    byId.delete(vm.row.id);
    return now ?? [];
  });
  return changed || byId.size > 0 ? [...kept, ...byId.values()].sort(byNameAndId) : kept;
}

/** As a query compares: its beginning, letters and digits only. */
const isTypedSo = (value: string, begin: string): boolean => plainText(value).startsWith(begin);

const typedAs = (words: string): string => words.toLowerCase().replaceAll(" ", "-");

/** As one would type them. Numbers are compared with, and so have none to choose from. */
function valuesOf(field: MachineFieldName, { vm, pair }: Listed): readonly string[] {
  const { observed } = vm.row;
  switch (field) {
    case "site":
      return [pair.site?.name ?? pair.row.siteRef, ...(pair.site?.observed.region ? [pair.site.observed.region] : [])];
    case "pair":
      return [pair.row.name];
    case "host":
      return [pair.hosts[observed.activeSide]?.name ?? ""].filter((name) => name !== "");
    case "level":
      return wordsOfLevel(vm.protection.declared, observed.declared).filter((word) => word.length <= "remote".length);
    case "state":
      return [typedAs(PROTECTION_LABEL[vm.protection.state].word)];
    case "power":
      return [observed.desiredPower];
    case "guest":
      return [observed.guest];
    case "cpu":
    case "vcpus":
    case "memory":
    case "disk":
      return [];
  }
}

/** By the machine as it was pictured: that is another object as soon as anything of it or its pair changes. */
const subjects = new WeakMap<PicturedVm, MachineSubject>();

function subjectOf(vm: PicturedVm, pair: PicturedPair): MachineSubject {
  const known = subjects.get(vm);
  if (known) return known;
  const { observed } = vm.row;
  const { state, declared } = vm.protection;
  const subject: MachineSubject = {
    name: vm.row.name.toLowerCase(),
    words: {
      level: wordsOfLevel(declared, observed.declared),
      state: wordsOfState(state),
      power: [observed.desiredPower],
      guest: [observed.guest],
      site: [plainText(pair.site?.name ?? pair.row.siteRef), plainText(pair.site?.observed.region ?? "")],
      pair: [plainText(pair.row.name)],
      host: [plainText(pair.hosts[observed.activeSide]?.name ?? "")],
    },
    numbers: {
      cpu: observed.load.cpuRatio * 100,
      vcpus: observed.vcpus,
      memory: observed.memoryMiB / 1_024,
      disk: observed.diskMiB / 1_024,
    },
  };
  subjects.set(vm, subject);
  return subject;
}

/** Declared with one copy and running as declared: nobody failed it. */
const isByChoice = ({ state, declared }: PicturedVm["protection"]): boolean =>
  declared === "unprotected" && state !== "Down" && state !== "AwaitingQuorum";

function standingOf(machines: readonly Listed[], nowMs: number): FleetStanding {
  const summaries = machines.map(({ vm, pair }) => ({
    protection: vm.protection,
    siteId: pair.site?.id ?? "",
    siteName: pair.site?.name ?? pair.row.siteRef,
    exposedSinceMs: vm.exposedSinceMs,
    observedAtMs: pair.row.heardAtMs,
  }));
  const byState: Partial<Record<ProtectionState, number>> = {};
  for (const { protection } of summaries)
    if (!isByChoice(protection)) byState[protection.state] = (byState[protection.state] ?? 0) + 1;
  return { counts: sentenceOfTruth(summaries, nowMs).counts, byState };
}
