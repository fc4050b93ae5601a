import type { Queryable } from "@v-available/db/database";
import { hostPair } from "@v-available/db/schema/host-pair";
import { rollout } from "@v-available/db/schema/rollout";
import { rolloutStep } from "@v-available/db/schema/rollout-step";
import { task } from "@v-available/db/schema/task";
import type { Protection } from "@v-available/domain/level";
import { FAILED_STEP_STATES, isFailedStep, isOpenStep, OPEN_STEP_STATES } from "@v-available/domain/rollout";
import type { StepDecision } from "@v-available/domain/rollout-step";
import { turnOf } from "@v-available/domain/rollout-turn";
import { countWords } from "@v-available/domain/wording";
import { and, asc, eq, inArray, min } from "drizzle-orm";
import { type FactWriter, writeFacts } from "../ledger";
import { type Picture, type TakePicture, takePicture } from "../query/picture";
import { carryOut, type VerbKit, writeIntent } from "../task/submit";
import { protectTitle } from "../vm/protect";
import type { TaskRecord } from "../watch/task";
import { activeRollouts, nameOf, type RolloutRecord, type StepRow, taskKeyOf } from "./find";
import { isBegun, lookAtRollouts, type RolloutLook } from "./look";
import { recordRollout, recordStep } from "./record";

/** No more of a wave are looked at in one turn: those in front are begun first. */
const LOOKED_AT = 1_000;

/** What is to be done next, as a look at a snapshot has it; each is judged again under the lock of the writers. */
type Move =
  | { readonly what: "step"; readonly rolloutId: string; readonly step: StepRow; readonly decision: StepDecision }
  | { readonly what: "pause"; readonly rolloutId: string; readonly words: string }
  | { readonly what: "finish"; readonly rolloutId: string };

/**
 * Brings every active rollout as far as it goes now. All that is decided is written before any host is asked, in one
 * transaction with the task; so whoever begins again finds each machine either untouched or with its task.
 * @param asked is given each task that the backend is to be asked for
 * @returns false where no rollout is active
 */
export async function advanceRollouts(
  kit: VerbKit,
  take: TakePicture,
  asked: (row: TaskRecord) => void,
): Promise<boolean> {
  const { active, moves } = await kit.db.read(async (db) => {
    const rollouts = await activeRollouts(db);
    if (rollouts.length === 0) return { active: false, moves: [] };
    return { active: true, moves: await movesOf(db, rollouts, await take(db, kit.clock.nowMs())) };
  });
  for (const move of moves) {
    const made = await writeFacts(kit, (writer) => makeMove(kit, writer, move));
    if (made) asked(made);
  }
  return active;
}

/** Asks the backend; what a crash cuts short is asked for again by whoever looks for what was left behind. */
export async function askBackend(kit: VerbKit, row: TaskRecord): Promise<void> {
  try {
    await carryOut(kit, row);
  } catch (error) {
    kit.log.error("A step of a rollout could not be asked for; it is tried again.", { error: String(error) });
    kit.cutShort?.();
  }
}

async function movesOf(db: Queryable, rollouts: readonly RolloutRecord[], picture: Picture): Promise<Move[]> {
  const begun = await db.select().from(rolloutStep).where(isBegun);
  const waiting = new Map<string, StepRow[]>();
  for (const row of rollouts) waiting.set(row.id, await waitingOf(db, row));
  const look = await lookAtRollouts(db, picture, [...begun, ...[...waiting.values()].flat()], begun, rollouts);
  const moves: Move[] = [];
  const nowBegun = [...begun];
  for (const row of rollouts) {
    const own = begun.filter(({ rolloutId }) => rolloutId === row.id);
    const inTurn = waiting.get(row.id) ?? [];
    if (own.length + inTurn.length === 0) {
      if (await isOver(db, row)) moves.push({ what: "finish", rolloutId: row.id });
      continue;
    }
    const decided = own.flatMap((step) => moveOf(look, row, step));
    moves.push(...decided);
    if (row.state !== "running" || decided.some(({ what, decision }) => what === "step" && stops(decision))) continue;
    const surprise = own.map((step) => surpriseOf(look, step)).find((words) => words !== null);
    if (surprise) {
      moves.push({ what: "pause", rolloutId: row.id, words: surprise });
      continue;
    }
    // A surprise at its turn stops the rollout too, so that no other machine is begun beside it.
    const judged = new Map(inTurn.map((step) => [step.id, look.judge(row, step)]));
    const over = inTurn.flatMap((step) => moveOf(look, row, step, judged.get(step.id)));
    const ended = over.filter(({ decision }) => decision.do === "end");
    const [refused] = ended.filter(({ decision }) => stops(decision));
    if (refused) {
      moves.push(refused);
      continue;
    }
    moves.push(...ended);
    const { next } = turnOf(
      [...own, ...inTurn],
      ({ id }) => judged.get(id)?.do === "ask",
      look.dependent,
      nowBegun.filter(({ rolloutId }) => rolloutId !== row.id),
    );
    for (const step of next) {
      const decision = judged.get(step.id);
      if (decision) moves.push({ what: "step", rolloutId: row.id, step, decision });
      nowBegun.push({ ...step, state: "changing" });
    }
  }
  return moves;
}

/** Those of the wave that is under way. */
async function waitingOf(db: Queryable, { id, state }: RolloutRecord): Promise<StepRow[]> {
  const open = and(eq(rolloutStep.rolloutId, id), inArray(rolloutStep.state, [...OPEN_STEP_STATES]));
  const [first] = await db
    .select({ wave: min(rolloutStep.wave) })
    .from(rolloutStep)
    .where(open);
  if (first?.wave == null) return [];
  return db
    .select()
    .from(rolloutStep)
    .where(
      and(
        eq(rolloutStep.rolloutId, id),
        eq(rolloutStep.state, "waiting"),
        // A rollout that is paused or ends begins nothing, but is not over while something waits.
        state === "running" ? eq(rolloutStep.wave, first.wave) : undefined,
      ),
    )
    .orderBy(asc(rolloutStep.place))
    .limit(state === "running" ? LOOKED_AT : 1);
}

type StepMove = Extract<Move, { what: "step" }>;

function moveOf(look: RolloutLook, row: RolloutRecord, step: StepRow, decision = look.judge(row, step)): StepMove[] {
  return decision.do === "wait" ? [] : [{ what: "step", rolloutId: row.id, step, decision }];
}

const stops = (decision: StepDecision): boolean =>
  decision.do === "fail" || (decision.do === "end" && isFailedStep(decision.state));

/** A fault that comes where a machine is being changed. */
function surpriseOf(look: RolloutLook, step: StepRow): string | null {
  const found = look.machine(step);
  const hold = found && look.hold(found.pair);
  return hold?.why === "fault" ? `${hold.words} It came while ${step.machineName} was being changed.` : null;
}

/** @returns the task that the backend is to be asked for, once this is written; null where none is */
async function makeMove(kit: VerbKit, writer: FactWriter, move: Move): Promise<TaskRecord | null> {
  const { db } = writer;
  const [row] = await db.select().from(rollout).where(eq(rollout.id, move.rolloutId));
  if (!row || row.endedAtMs !== null) return null;
  if (move.what === "pause") {
    await pauseAt(writer, row, move.words);
    return null;
  }
  if (move.what === "finish") {
    await finish(writer, row);
    return null;
  }
  const [step] = await db.select().from(rolloutStep).where(eq(rolloutStep.id, move.step.id));
  if (!step || !isOpenStep(step.state) || step.state !== move.step.state) return null;
  if (step.state === "waiting" && row.state !== "running") return null;
  const decision = await judgeAgain(writer, row, step);
  return decision.do === move.decision.do ? apply(kit, writer, row, step, decision) : null;
}

/** On the facts of this moment: only its own pair is read. */
async function judgeAgain(writer: FactWriter, row: RolloutRecord, step: StepRow): Promise<StepDecision> {
  const { db, nowMs } = writer;
  const begun = await db
    .select()
    .from(rolloutStep)
    .where(and(isBegun, eq(rolloutStep.pairId, step.pairId)));
  const look = await lookAtRollouts(db, await pictureOfPair(db, nowMs, step), [step], begun, [row]);
  return look.judge(row, step);
}

async function apply(
  kit: VerbKit,
  writer: FactWriter,
  row: RolloutRecord,
  step: StepRow,
  decision: StepDecision,
): Promise<TaskRecord | null> {
  const set = async (change: Partial<StepRow>) => {
    await writer.db
      .update(rolloutStep)
      .set({ ...change, revision: writer.revision })
      .where(eq(rolloutStep.id, step.id));
    writer.touch("rollout", row.id);
  };
  switch (decision.do) {
    case "wait":
      return null;
    case "ask":
    case "return": {
      const found = await machineOf(writer, step);
      const begins = step.state === "waiting";
      const made = await askFor(kit, writer, row, step, found, decision.protection);
      await set({
        taskKey: made.taskKey,
        asked: step.asked + 1,
        ...(decision.do === "return"
          ? {}
          : { state: "changing", stations: decision.stations, station: decision.station }),
        ...(begins ? { before: found.row.observed.declared, startedAtMs: writer.nowMs, reason: null } : {}),
      });
      return made;
    }
    case "fail":
      await set({ state: "returning", reason: decision.words, taskKey: null });
      await pauseAt(writer, row, `${step.machineName}: ${decision.words}`);
      return null;
    case "end":
      await set({ state: decision.state, reason: decision.words, endedAtMs: writer.nowMs });
      if (decision.state !== "done" && decision.state !== "kept")
        recordStep(
          writer,
          row,
          step,
          `rollout.${decision.state}`,
          `${nameOf(row).replace(/^v/, "V")} was not rolled out to ${step.machineName}: ${decision.words}`,
        );
      if (isFailedStep(decision.state)) await pauseAt(writer, row, `${step.machineName}: ${decision.words}`);
      return null;
  }
}

async function askFor(
  kit: VerbKit,
  writer: FactWriter,
  row: RolloutRecord,
  step: StepRow,
  { row: machine, pair }: FoundForStep,
  protection: Protection,
): Promise<TaskRecord> {
  const made = writeIntent(
    writer,
    {
      adapter: machine.adapter,
      command: { kind: "vm.protect", vmRef: machine.ref, protection },
      title: protectTitle(machine.name, protection),
      subject: { kind: "vm", id: machine.id, ref: machine.ref, name: machine.name },
      pairId: pair.row.id,
      before: null,
      after: null,
    },
    {
      taskKey: taskKeyOf(step),
      by: `${row.startedBy}, by ${nameOf(row)}`,
      isOwn: kit.orchestrators.some(({ name }) => name === machine.adapter),
      causeEventId: row.askedEventId,
    },
  );
  await writer.db.insert(task).values(made);
  return made;
}

type FoundForStep = { readonly row: Found["vm"]["row"]; readonly pair: Found["pair"] };
type Found = NonNullable<ReturnType<Picture["vm"]>>;

async function machineOf({ db, nowMs }: FactWriter, step: StepRow): Promise<FoundForStep> {
  const found = (await pictureOfPair(db, nowMs, step)).vm(step.machineId);
  if (!found) throw new Error("a machine that was judged is there");
  return { row: found.vm.row, pair: found.pair };
}

async function pictureOfPair(db: Queryable, nowMs: number, { pairId }: StepRow): Promise<Picture> {
  const [pair] = await db
    .select({ adapter: hostPair.adapter, pairRef: hostPair.ref })
    .from(hostPair)
    .where(eq(hostPair.id, pairId));
  return takePicture(db, nowMs, pair);
}

/** Stops at the first surprise. One that is being cancelled stops anyway. */
async function pauseAt(writer: FactWriter, row: RolloutRecord, because: string): Promise<void> {
  const [paused] = await writer.db
    .update(rollout)
    .set({ state: "paused", because, pausedBy: null, haltedAtMs: writer.nowMs, revision: writer.revision })
    .where(and(eq(rollout.id, row.id), eq(rollout.state, "running")))
    .returning();
  if (paused)
    recordRollout(writer, row, null, "rollout.paused", `The rollout of ${nameOf(row)} stopped by itself. ${because}`, {
      severity: "warning",
      causeEventId: row.askedEventId,
    });
}

/** Nothing waits and nothing is under way. What failed waits for a person: to try again, or to leave it. */
async function isOver(db: Queryable, { id, state }: RolloutRecord): Promise<boolean> {
  const against = state === "cancelling" ? OPEN_STEP_STATES : [...OPEN_STEP_STATES, ...FAILED_STEP_STATES];
  const left = and(eq(rolloutStep.rolloutId, id), inArray(rolloutStep.state, [...against]));
  return (await db.$count(rolloutStep, left)) === 0;
}

async function finish(writer: FactWriter, row: RolloutRecord): Promise<void> {
  const { db, nowMs, revision } = writer;
  if (!(await isOver(db, row))) return;
  const state = row.state === "cancelling" ? "cancelled" : "done";
  await db.update(rollout).set({ state, endedAtMs: nowMs, revision }).where(eq(rollout.id, row.id));
  const changed = await db.$count(rolloutStep, and(eq(rolloutStep.rolloutId, row.id), eq(rolloutStep.state, "done")));
  recordRollout(
    writer,
    row,
    null,
    `rollout.${state}`,
    `The rollout of ${nameOf(row)} ${state === "done" ? "is done" : "was cancelled"}: ${countWords(changed, "machine")} changed.`,
    { causeEventId: row.askedEventId },
  );
}
