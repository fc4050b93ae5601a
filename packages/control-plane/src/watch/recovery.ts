import type { ObservedLink, ObservedVm } from "@v-available/domain/observed";
import { HOST_STANDING, LINK_CARRIES } from "@v-available/domain/pair-facts";
import { rpoStanding } from "@v-available/domain/replication-plan";
import { bytesWords } from "@v-available/domain/size-words";
import type { Severity } from "@v-available/domain/state";
import { durationWords } from "@v-available/domain/wording";
import type { Batch } from "./batch";
import { beginCondition, endCondition } from "./condition";
import type { DiagnosisContext } from "./diagnosis";
import type { Fleet } from "./fleet";
import { subjectKey } from "./memory";
import { subjectOf } from "./subject";

/** Asynchronous copies that fall behind, journals that are full, and the lines that should carry both. */
export function diagnoseRecovery(context: DiagnosisContext, batch: Batch): void {
  for (const { observed } of batch.changed.values()) {
    if (observed.kind === "vm") {
      diagnoseLag(context, observed);
      diagnoseJournal(context, observed);
    } else if (observed.kind === "link" && observed.linkKind === "wan") diagnoseWan(context, observed);
  }
}

type OfMachine = "replication-lag" | "journal-full";

/** @param severity null where there is nothing to tell of */
function hold(
  context: DiagnosisContext,
  vm: ObservedVm,
  kind: OfMachine,
  severity: Severity | null,
  sentence: string,
): void {
  const { fleet, faults } = context.memory;
  const subject = subjectOf(fleet, { subject: { kind: "vm", ref: vm.ref }, pairRef: vm.pairRef });
  const fault = faults.get(subjectKey(kind, subject));
  if (severity === null) {
    if (fault) endCondition(context, fault, { type: "recovery.met", sentence });
  } else if (fault?.severity !== severity && fault?.severity !== "major") {
    const vmIds = subject.id === null ? [] : [subject.id];
    beginCondition(context, { type: "recovery.late", kind, subject, pairRef: vm.pairRef, sentence, severity, vmIds });
  }
}

function diagnoseLag(context: DiagnosisContext, vm: ObservedVm): void {
  const { declared, recoveryCopy, name } = vm;
  if (declared.recovery === "none" || recoveryCopy === null) {
    hold(context, vm, "replication-lag", null, `${name} is not copied any more.`);
    return;
  }
  if (recoveryCopy.live) {
    hold(
      context,
      vm,
      "replication-lag",
      null,
      `${name} is at ${recoveryCopy.siteName} itself; nothing is copied there.`,
    );
    return;
  }
  const { targetRpoMs } = declared.recovery;
  const standing = rpoStanding(recoveryCopy.lagMs, targetRpoMs);
  const severity = { met: null, missed: "minor", alarm: "major" } as const;
  const behind = `The copy of ${name} at ${recoveryCopy.siteName} is ${durationWords(recoveryCopy.lagMs)} behind`;
  hold(
    context,
    vm,
    "replication-lag",
    severity[standing],
    standing === "met" ? `${behind}, as it should be.` : `${behind}; its target is ${durationWords(targetRpoMs)}.`,
  );
}

function diagnoseJournal(context: DiagnosisContext, vm: ObservedVm): void {
  const { recoveryCopy, name } = vm;
  const full = recoveryCopy?.journal?.full ?? false;
  const capacity = context.memory.fleet.get("pair", vm.pairRef)?.observed.recoveryTarget?.journalCapacityBytes ?? null;
  const of = capacity === null ? "" : ` of ${bytesWords(capacity)}`;
  hold(
    context,
    vm,
    "journal-full",
    full ? "major" : null,
    full
      ? `The journal${of} was full: the points of ${name} since were dropped, and what has changed is sent as one.`
      : `The copy of ${name} follows by its journal again.`,
  );
}

function diagnoseWan(context: DiagnosisContext, link: ObservedLink): void {
  const { fleet, faults } = context.memory;
  const subject = subjectOf(fleet, { subject: { kind: "link", ref: link.ref }, pairRef: link.pairRef });
  const fault = faults.get(subjectKey("wan-down", subject));
  if (LINK_CARRIES[link.state]) {
    if (fault) endCondition(context, fault, { type: "link.up", sentence: `${subject.name} carries again.` });
  } else if (!fault && link.state === "Down" && endsAreThere(fleet, link.pairRef))
    beginCondition(context, {
      type: "link.down",
      kind: "wan-down",
      subject,
      pairRef: link.pairRef,
      sentence: `${subject.name} is down: what machines write waits in the journal.`,
    });
}

/** A line without an end says nothing of the line. */
function endsAreThere(fleet: Fleet, pairRef: string): boolean {
  const pair = fleet.get("pair", pairRef)?.observed;
  const lost = fleet
    .all("site")
    .some(
      ({ observed: { name, contact } }) => name === pair?.recoveryTarget?.siteName && (contact ?? "heard") !== "heard",
    );
  const served = Object.values(pair?.hostRefs ?? {}).some(
    (ref) => HOST_STANDING[fleet.get("host", ref)?.observed.state ?? "Unknown"] === "serves",
  );
  return served && !lost;
}
