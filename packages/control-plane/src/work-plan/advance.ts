import { person } from "@v-available/db/schema/person";
import { workPlan } from "@v-available/db/schema/work-plan";
import type { AuditKind } from "@v-available/domain/audit";
import { Refusal } from "@v-available/domain/refusal";
import { nextMove, type PlanMove } from "@v-available/domain/work-plan";
import { eq, inArray } from "drizzle-orm";
import { attempt } from "../audit/deed";
import type { Actor } from "../desk";
import { enterMaintenance, leaveMaintenance } from "../host/maintenance";
import { type FactWriter, writeFacts } from "../ledger";
import { workWindows } from "../policy/window";
import type { TakePicture } from "../query/picture";
import type { VerbKit } from "../task/submit";
import { placesIn, placesOf, planFacts } from "./facts";
import { type FoundPlan, findPlan, type StepRecord } from "./read";
import { recordPlan, setPlan, setStep } from "./record";

/** A plan that asks for more than this at once goes round in circles, which is a defect. */
const MOST_MOVES = 1_000;

/**
 * Does what is to be done next in every plan that is not over, until all that is left is to wait.
 * @returns how many plans are not over
 */
export async function advancePlans(kit: VerbKit, take: TakePicture): Promise<{ readonly open: number }> {
  const open = await kit.db.read((db) =>
    db
      .select({ id: workPlan.id })
      .from(workPlan)
      .where(inArray(workPlan.state, ["running", "paused", "cancelling"])),
  );
  for (const { id } of open) await advancePlan(kit, take, id);
  return { open: open.length };
}

async function advancePlan(kit: VerbKit, take: TakePicture, planId: string): Promise<void> {
  for (let moves = 0; moves < MOST_MOVES; moves++) {
    const { found, move } = await kit.db.read(async (db) => {
      const nowMs = kit.clock.nowMs();
      const plan = await findPlan(db, planId);
      const placeOf = placesIn(await take(db, nowMs));
      const facts = planFacts(plan, placeOf, await workWindows(db, placesOf([plan], placeOf)), nowMs);
      return { found: plan, move: nextMove(facts) };
    });
    if (!move || !(await make(kit, found, move))) return;
  }
  throw new Error(`the plan ${planId} goes round in circles`);
}

/** @returns whether more may follow at once */
async function make(kit: VerbKit, found: FoundPlan, move: PlanMove): Promise<boolean> {
  const { plan } = found;
  if (move.do === "enter" || move.do === "leave") return ask(kit, found, move.do, move.stepId);
  await writeIfAsBefore(kit, found, async (writer) => {
    if (move.do === "set") {
      await setStep(writer, move.stepId, { state: move.state, ...timesOf(move.state, writer.nowMs) });
      await setPlan(writer, plan.id, {});
      writer.touch("work-plan", plan.id);
    } else if (move.do === "pause") await pause(writer, found, move.because, move.back);
    else {
      await setPlan(writer, plan.id, { state: move.state, pausedBecause: null, endedAtMs: writer.nowMs });
      const sentence = move.state === "done" ? "All hosts of it are done." : "All hosts that were away are back.";
      recordPlan(writer, plan, "by itself", `plan.${move.state}`, `${plan.name} is ${move.state}. ${sentence}`);
    }
  });
  return true;
}

const timesOf = (state: StepRecord["state"], nowMs: number): Partial<StepRecord> =>
  state === "ready" ? { readyAtMs: nowMs } : state === "done" || state === "skipped" ? { endedAtMs: nowMs } : {};

async function pause(
  writer: FactWriter,
  { plan }: FoundPlan,
  because: string,
  back: Extract<PlanMove, { do: "pause" }>["back"],
): Promise<void> {
  if (back) await setStep(writer, back.stepId, { state: back.state, ...keysOf(back.state) });
  const state = plan.state === "running" ? "paused" : plan.state;
  await setPlan(writer, plan.id, { state, pausedBecause: because });
  recordPlan(writer, plan, "by itself", "plan.stopped", `${plan.name} stopped. ${because}`);
}

/** What is tried again is asked for by another key. */
const keysOf = (state: StepRecord["state"]): Partial<StepRecord> =>
  state === "waiting" ? { enterKey: null, leaveKey: null } : { leaveKey: null };

/** Somebody may have paused or cancelled it since it was read: what was decided on that is dropped. */
const writeIfAsBefore = (kit: VerbKit, { plan }: FoundPlan, work: (writer: FactWriter) => Promise<void>) =>
  writeFacts(kit, async (writer) => {
    const [now] = await writer.db
      .select({ revision: workPlan.revision })
      .from(workPlan)
      .where(eq(workPlan.id, plan.id));
    if (now?.revision !== plan.revision) return false;
    await work(writer);
    return true;
  });

/** The key is written before anything is asked, so that whoever takes over asks for the same task. */
async function ask(kit: VerbKit, found: FoundPlan, what: "enter" | "leave", stepId: string): Promise<boolean> {
  const { plan } = found;
  const step = found.steps.find(({ id }) => id === stepId);
  if (!step) throw new Error(`the plan ${plan.id} has no step ${stepId}`);
  const known = what === "enter" ? step.enterKey : step.leaveKey;
  let key = known;
  if (key === null) {
    const written = await writeIfAsBefore(kit, found, async (writer) => {
      key = writer.newId();
      await setStep(writer, stepId, {
        ...(what === "enter"
          ? { state: "evacuating", enterKey: key, leaveKey: null, beganAtMs: step.beganAtMs ?? writer.nowMs }
          : { state: "returning", leaveKey: key }),
      });
      await setPlan(writer, plan.id, {});
      writer.touch("work-plan", plan.id);
    });
    if (!written || key === null) return true;
  }
  const kind: AuditKind = what === "enter" ? "host.enterMaintenance" : "host.leaveMaintenance";
  const input = { hostId: step.hostId, taskKey: key };
  const outsideWindowOf = [...plan.outsideWindowOf];
  try {
    const by = await whoPlanned(kit, found);
    await attempt(
      kit,
      { kind, by, subject: { kind: "host", id: step.hostId }, reason: `${plan.name}: ${plan.reason}` },
      (deed) =>
        what === "enter"
          ? enterMaintenance(kit, { ...input, outsideWindowOf }, deed)
          : leaveMaintenance(kit, input, deed),
    );
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { message, remedy } = error.detail;
    await writeFacts(kit, async (writer) =>
      pause(writer, await findPlan(writer.db, plan.id), [message, remedy].filter(Boolean).join(" "), {
        stepId,
        state: what === "enter" ? "waiting" : "ready",
      }),
    );
    // Tried again when something changes, or after a while: not at once, for ever.
    return false;
  }
  return true;
}

/** A plan does what whoever planned it may do now: a role that was taken away is taken away from the plan too. */
async function whoPlanned(kit: VerbKit, { plan }: FoundPlan): Promise<Actor> {
  const from = { address: "the controller", agent: `plan ${plan.name}` };
  const as = { name: plan.plannedBy, personId: plan.plannedById, from };
  if (plan.plannedById === null) return { ...as, role: plan.plannedAs, sites: plan.plannedAt };
  const id = plan.plannedById;
  const [now] = await kit.db.read((db) => db.select().from(person).where(eq(person.id, id)));
  if (now && now.disabledAtMs === null) return { ...as, role: now.role, sites: now.sites };
  throw new Refusal({
    code: "forbidden",
    message: `${plan.plannedBy}, who planned it, may not sign in any more.`,
    remedy: "Cancel it, and let somebody else plan what is left.",
  });
}
