import { rollout } from "@v-available/db/schema/rollout";
import { rolloutStep } from "@v-available/db/schema/rollout-step";
import type { Protection } from "@v-available/domain/level";
import { protectionWords } from "@v-available/domain/policy";
import { Refusal } from "@v-available/domain/refusal";
import { waveSizes } from "@v-available/domain/rollout-wave";
import { countWords, listWords } from "@v-available/domain/wording";
import { type FactWriter, inChunks } from "../ledger";
import { capabilitiesByAdapter, holders } from "../policy/held";
import { takePicture } from "../query/picture";
import { endWaiting } from "./end-waiting";
import { activeRollouts, nameOf, type RolloutRecord } from "./find";
import type { RollOut } from "./input";
import { type PlannedMachine, planOf } from "./plan";
import { recordRollout } from "./record";

export interface Begun {
  readonly policyId: string;
  readonly policyName: string;
  readonly version: number;
  readonly protection: Protection;
  readonly by: string;
  /** Where it is asked for by itself: the same key again is the same rollout. */
  readonly key: string | null;
}

/**
 * Begins to bring a version to the machines that its policy holds, in the transaction that whatever led to it is written
 * in. One of an older version ends: what it has begun is finished, and the rest is the new one's.
 * @param accepted what whoever confirmed it has seen and accepted; null rolls nothing out
 * @returns null where there is no machine to change
 * @throws Refusal conflict where another number of machines would be lowered than was accepted
 */
export async function beginRollout(
  writer: FactWriter,
  { policyId, policyName, version, protection, by, key }: Begun,
  accepted: RollOut,
): Promise<string | null> {
  const older = await activeRollouts(writer.db, policyId);
  for (const row of older) {
    const because = `${by} has brought version ${version} into force.`;
    await endWaiting(writer, row, because);
    recordRollout(writer, row, by, "rollout.superseded", `The rollout of ${nameOf(row)} ends: ${because}`);
  }
  if (accepted === null) return null;
  const held = (await holders(writer.db, await takePicture(writer.db, writer.nowMs))).of(policyId);
  const plan = planOf(held, protection, await capabilitiesByAdapter(writer.db));
  refuseUnlessAccepted("lowered", plan.lowered, accepted.lowered, "would have less than now");
  refuseUnlessAccepted(
    "passingBelow",
    plan.passingBelow,
    accepted.passingBelow,
    "would have less than both levels on the way",
  );
  if (plan.steps.length === 0) return null;
  const begun = { id: writer.newId(), policyId, policyName, version };
  const askedEventId = recordRollout(
    writer,
    begun,
    by,
    "rollout.start",
    `${by} rolls out ${nameOf(begun)} to ${countWords(plan.steps.length, "machine")}: ${wavesWords(waveSizes(plan.steps))}.` +
      consentWords(plan.lowered, "has less than before", "have less than before") +
      consentWords(
        plan.passingBelow,
        "has less than both levels on its way",
        "have less than both levels on their way",
      ),
  );
  const made: RolloutRecord = {
    ...begun,
    revision: writer.revision,
    protection,
    state: "running",
    because: null,
    pausedBy: null,
    startedBy: by,
    startedAtMs: writer.nowMs,
    haltedAtMs: null,
    endedAtMs: null,
    acceptedLower: plan.lowered.length,
    acceptedPass: plan.passingBelow.length,
    askedEventId,
    key,
  };
  await writer.db.insert(rollout).values(made);
  const row = (planned: PlannedMachine) => ({
    id: writer.newId(),
    revision: writer.revision,
    rolloutId: made.id,
    machineId: planned.held.machine.row.id,
    machineName: planned.held.name,
    pairId: planned.held.pair.row.id,
    pairName: planned.held.pair.row.name,
    before: null,
    stations: planned.way.stations,
    station: 0,
    taskKey: null,
    asked: 0,
    startedAtMs: null,
  });
  const steps: (typeof rolloutStep.$inferInsert)[] = [
    ...plan.steps.map((planned) => ({
      ...row(planned),
      wave: planned.wave,
      place: planned.place,
      state: "waiting" as const,
      reason: null,
      mayLower: planned.preview.lowers,
      mayPassBelow: planned.way.passesBelow,
      predictedMs: planned.durationMs,
      endedAtMs: null,
    })),
    // What was blocked when it was asked for is no surprise: it stays as it is, and says why.
    ...plan.blocked.map((planned, at) => ({
      ...row(planned),
      wave: 3,
      place: plan.steps.length + at,
      state: "left" as const,
      reason: blockedWords(planned),
      mayLower: false,
      mayPassBelow: false,
      predictedMs: 0,
      endedAtMs: writer.nowMs,
    })),
  ];
  await inChunks(steps, 500, (rows) => writer.db.insert(rolloutStep).values(rows));
  return made.id;
}

const wavesWords = (sizes: readonly number[]): string => sizes.join(", then ");

/** "It was accepted that till-1, till-2 and 40 others have less than before." */
function consentWords(machines: readonly PlannedMachine[], one: string, many: string): string {
  if (machines.length === 0) return "";
  const names = machines
    .slice(0, 3)
    .map(({ held, preview }) => `${held.name} (${protectionWords(preview.vm.declared)} now)`);
  const rest = machines.length - names.length;
  return ` It was accepted that ${listWords(rest > 0 ? [...names, countWords(rest, "other")] : names)} ${machines.length === 1 ? one : many}.`;
}

const blockedWords = ({ preview }: PlannedMachine): string => {
  const block = preview.findings.find(({ verdict }) => verdict === "block");
  return block
    ? `It was blocked when this was asked for: ${block.sentence}${block.remedy ? ` ${block.remedy}` : ""}`
    : "It was blocked when this was asked for.";
};

function refuseUnlessAccepted(
  field: keyof NonNullable<RollOut>,
  machines: readonly PlannedMachine[],
  accepted: number,
  what: string,
): void {
  if (machines.length === accepted) return;
  const names = machines.slice(0, 5).map(({ held }) => held.name);
  throw new Refusal({
    code: "conflict",
    message:
      machines.length === 0
        ? `No machine ${what}, and ${countWords(accepted, "machine")} was accepted. Nothing was changed.`
        : `${countWords(machines.length, "machine")} ${what} (${listWords(names)}${machines.length > names.length ? " and others" : ""}), and ${accepted} were accepted. Nothing was changed.`,
    field: `rollOut.${field}`,
    value: accepted,
    limit: String(machines.length),
    remedy: "Look at what it would mean now, and accept it or change the policy.",
  });
}
