import { FAULTS } from "@v-available/domain/fault";
import type { FaultKind } from "@v-available/domain/fault-kind";
import type { ObservedHost } from "@v-available/domain/observed";
import { HOST_STANDING } from "@v-available/domain/pair-facts";
import { type HostState, SIDES } from "@v-available/domain/state";
import { listWords } from "@v-available/domain/wording";
import { conclude } from "./conclude";
import { type DiagnosisContext, raiseFault } from "./diagnosis";
import type { Fleet, Known } from "./fleet";
import { addEvent, addSentence, nameIncident, openIncident, runningIncidentOf } from "./incident";
import { isToldLost, LOST_WORDS } from "./lost-host";
import type { Memory } from "./memory";
import { isOfLostSite } from "./site-incident";

/** An agent that crashed, or hosts that were cut off for a moment, are heard again sooner. */
const GONE_FOR_MS = 10_000;

/** What is left to see of a host for which nobody speaks: nothing, or that its service processor boots it. */
type Gone = Extract<HostState, "Unknown" | "Booting">;

interface Words {
  readonly kind: FaultKind;
  /** Of one host, whatever became of its partner. */
  readonly one: (name: string) => string;
  readonly both: (names: string, pair: string) => string;
  readonly outlook: string;
}
const WORDS: Readonly<Record<Gone, Words>> = {
  Unknown: {
    kind: "host-power-loss",
    one: LOST_WORDS,
    both: (names, pair) => `Both hosts of ${pair} are lost: nobody hears ${names}.`,
    outlook:
      "Either they have no power or crashed, or every way to them is cut: then machines may run there, and nobody elsewhere can tell.",
  },
  Booting: {
    kind: "host-crash",
    one: (name) => `${name} starts again, and nobody was there to see why it went down.`,
    both: (names, pair) => `Both hosts of ${pair} went down: ${names} start again.`,
    outlook: "Each starts its machines when it is back, from the newer copy.",
  },
};

interface GoneHost extends Known<"host"> {
  readonly state: Gone;
}

/** True where a pair fell silent a moment ago, or has been so for long enough to be told of. */
export const mayBeLost = (memory: Memory, nowMs: number): boolean =>
  [...silentPairs(memory.fleet)].some(
    (pairRef) => !memory.silentSince.has(pairRef) || untold(memory, pairRef, nowMs).length > 0,
  );

/**
 * Where both hosts of a pair are gone at once nobody is left to write it into a journal: what is seen of them is all there
 * is to say. A lost site says it for all of its pairs.
 */
export async function diagnosePairs(context: DiagnosisContext): Promise<void> {
  const { memory, writer } = context;
  const { silentSince, fleet } = memory;
  const silent = silentPairs(fleet);
  for (const pairRef of silentSince.keys()) if (!silent.has(pairRef)) silentSince.delete(pairRef);
  for (const pairRef of silent) {
    if (!silentSince.has(pairRef)) silentSince.set(pairRef, writer.nowMs);
    const hosts = untold(memory, pairRef, writer.nowMs);
    for (const state of ["Unknown", "Booting"] as const) {
      const alike = hosts.filter((host) => host.state === state);
      if (alike.length > 0) await begin(context, pairRef, WORDS[state], alike);
    }
  }
}

function silentPairs(fleet: Fleet): Set<string> {
  const silent = new Set<string>();
  for (const { pairRef } of fleet.hostsNotServing()) {
    const hosts = hostsOf(fleet, pairRef);
    if (hosts.every(({ observed }) => isGone(observed) || HOST_STANDING[observed.state] === "away"))
      if (hosts.some(({ observed }) => isGone(observed))) silent.add(pairRef);
  }
  return silent;
}

const isGone = ({ state }: ObservedHost): boolean => state in WORDS;

const hostsOf = (fleet: Fleet, pairRef: string): Known<"host">[] => {
  const pair = fleet.get("pair", pairRef)?.observed;
  return pair ? SIDES.flatMap((side) => fleet.get("host", pair.hostRefs[side]) ?? []) : [];
};

/** Hosts that are gone for so long that it has to be said, and of which nothing says so yet. */
function untold(memory: Memory, pairRef: string, nowMs: number): GoneHost[] {
  if (nowMs - (memory.silentSince.get(pairRef) ?? nowMs) < GONE_FOR_MS) return [];
  return hostsOf(memory.fleet, pairRef).flatMap((host) => {
    const { state } = host.observed;
    const isNews = (state === "Unknown" || state === "Booting") && !isToldLost(memory, host.observed.ref);
    return isNews && !isOfLostSite(memory, host.observed.siteRef) ? { ...host, state } : [];
  });
}

async function begin(
  context: DiagnosisContext,
  pairRef: string,
  { kind, one, both, outlook }: Words,
  hosts: readonly GoneHost[],
): Promise<void> {
  const { memory, writer } = context;
  const pair = memory.fleet.get("pair", pairRef);
  const [first] = hosts;
  if (!pair || !first) return;
  const { severity } = FAULTS[kind];
  const atMs = memory.silentSince.get(pairRef) ?? writer.nowMs;
  const vmIds = memory.fleet.machineIdsOf(pairRef);
  const sentence =
    hosts.length === 1
      ? one(first.observed.name)
      : both(listWords(hosts.map(({ observed }) => observed.name)), pair.observed.name);
  const incident =
    runningIncidentOf(context, kind, pair.id, atMs) ??
    (await openIncident(context, kind, "pair", { sentence, severity, pairId: pair.id, atMs }));
  nameIncident(incident, kind, sentence);
  for (const words of [sentence, outlook, ...proposals(memory.fleet, pairRef)])
    addSentence(incident, "detected", atMs, words, kind);
  for (const { id, observed } of hosts) {
    const subject = { kind: "host" as const, ref: observed.ref, id, name: observed.name };
    const words = one(observed.name);
    const told = conclude(context, {
      type: "pair.lost",
      sentence: words,
      fault: {
        kind,
        severity,
        subjectKind: subject.kind,
        subjectRef: subject.ref,
        subjectId: id,
        subjectName: subject.name,
        pairId: pair.id,
        incidentId: incident.id,
      },
      clears: false,
      causeEventId: incident.firstEventId || null,
      vmIds,
    });
    addEvent(context, incident, told, vmIds);
    raiseFault(context, {
      kind,
      severity,
      subject,
      pairId: pair.id,
      incident,
      vmIds,
      sentence: words,
      atMs,
      causeEventId: told.id,
    });
  }
}

/** What a person may do meanwhile; nothing of the kind is done without one. */
function proposals(fleet: Fleet, pairRef: string): string[] {
  const copied = fleet.machinesOf(pairRef).filter(({ recoveryCopy }) => recoveryCopy && !recoveryCopy.live);
  const siteNames = [...new Set(copied.map(({ recoveryCopy }) => recoveryCopy?.siteName ?? ""))];
  return siteNames.map((siteName) => {
    const names = copied.filter(({ recoveryCopy }) => recoveryCopy?.siteName === siteName).map(({ name }) => name);
    return `${siteName} has a recovery copy of ${listWords(names)}: where both hosts are off for certain, a person may declare Disaster Recovery.`;
  });
}
