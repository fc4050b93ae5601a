import type { FaultKind } from "@v-available/domain/fault-kind";
import type { IncidentPhase, Severity } from "@v-available/domain/state";
import { amend, type Draft, durableOf, emit } from "./draft";
import type { ProtocolRecord } from "./effect";
import type { RuleOfSurvival } from "./rule";
import type { VmState } from "./state";

interface Entry {
  readonly phase: IncidentPhase | null;
  readonly rule: RuleOfSurvival;
  readonly sentence: string;
  readonly faultKind?: FaultKind;
  readonly severity?: Severity;
  readonly clears?: boolean;
  readonly actor?: "host" | "operator";
}

/** A line about one machine, under the incident that is open for it. */
export function recordVm(draft: Draft, vm: VmState, entry: Entry): void {
  record(draft, { kind: "vm", ref: vm.vmRef }, [vm.vmRef], rootOf(draft, vm), entry);
}

export function recordHost(
  draft: Draft,
  subject: ProtocolRecord["subject"],
  rootRef: string | null,
  entry: Entry,
  vmRefs: readonly string[] = Object.keys(draft.state.vms),
): void {
  record(draft, subject, vmRefs, rootRef, entry);
}

function record(
  draft: Draft,
  subject: ProtocolRecord["subject"],
  vmRefs: readonly string[],
  rootRef: string | null,
  entry: Entry,
): void {
  const { phase, rule, sentence } = entry;
  const line: ProtocolRecord = {
    phase,
    rootRef,
    rule,
    faultKind: entry.faultKind ?? null,
    severity: entry.severity ?? null,
    clears: entry.clears ?? false,
    subject,
    vmRefs: [...vmRefs],
    actor: entry.actor ?? "host",
    sentence,
  };
  emit(draft, { kind: "record", record: line });
}

/** The open incident between the two hosts; opens one if there is none. */
export function pairIncident(draft: Draft): string {
  const { state } = draft;
  state.partnerRootRef ??= newRoot(draft);
  return state.partnerRootRef;
}

export function newRoot(draft: Draft): string {
  const { state } = draft;
  return `${state.identity.hostRefs[state.identity.side]}/${state.incarnation}/${nextSequence(draft)}`;
}

export const rootOf = (draft: Draft, vm: VmState): string | null => durableOf(draft, vm).rootRef;

/** Puts the machine under the pair's incident (or the one given), unless one is open for it already. */
export function openIncident(draft: Draft, vm: VmState, rootRef: string | null = pairIncident(draft)): void {
  if (rootOf(draft, vm) === null && rootRef !== null) amend(draft, vm, { rootRef });
}

export function closeIncident(draft: Draft, vm: VmState): void {
  if (rootOf(draft, vm) !== null) amend(draft, vm, { rootRef: null });
}

/** Unique among all that this side ever names: legs, copies. */
export const newId = (draft: Draft): string =>
  `${draft.state.identity.side}/${draft.state.incarnation}/${nextSequence(draft)}`;

const nextSequence = (draft: Draft): number => {
  draft.state.sequence += 1;
  return draft.state.sequence;
};

export const nameOf = (draft: Draft, vm: VmState): string => durableOf(draft, vm).intent.name;
export const hereOf = (draft: Draft): string => draft.state.identity.hostRefs[draft.state.identity.side];
export const thereOf = (draft: Draft): string => {
  const { hostRefs, side } = draft.state.identity;
  return hostRefs[side === "a" ? "b" : "a"];
};
/** "12.4 s": for sentences. */
export const seconds = (ms: number): string => `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
