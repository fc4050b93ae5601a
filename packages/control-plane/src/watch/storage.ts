import type { ObservedHost } from "@v-available/domain/observed";
import { isStorageFull, storageUsedRatio } from "@v-available/domain/part-limit";
import { percentWords } from "@v-available/domain/wording";
import type { Batch } from "./batch";
import { beginCondition, endCondition } from "./condition";
import type { DiagnosisContext } from "./diagnosis";
import { subjectKey } from "./memory";
import { subjectOf } from "./subject";

const KIND = "storage-full";

/** A host without space is a fault for as long as it says so; one that says nothing leaves it as it is. */
export function diagnoseStorage(context: DiagnosisContext, batch: Batch): void {
  for (const { observed } of batch.changed.values()) if (observed.kind === "host") diagnose(context, observed);
}

function diagnose(context: DiagnosisContext, host: ObservedHost): void {
  const usedRatio = storageUsedRatio(host);
  if (usedRatio === null) return;
  const { ref, pairRef } = host;
  const subject = subjectOf(context.memory.fleet, { subject: { kind: "host", ref }, pairRef });
  const fault = context.memory.faults.get(subjectKey(KIND, subject));
  if (isStorageFull(host) && !fault) {
    const sentence = `${host.name} has ${percentWords(usedRatio)} of its storage in use: copies that are filled there pause, and its machines go on.`;
    beginCondition(context, { type: "host.storage-full", kind: KIND, subject, pairRef, sentence });
  } else if (!isStorageFull(host) && fault)
    endCondition(context, fault, { type: "host.has-space", sentence: `${host.name} has space again; copies go on.` });
}
