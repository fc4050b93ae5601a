import { Refusal } from "@v-available/domain/refusal";
import { isPlanOver } from "@v-available/domain/work-plan";
import { type ActorDeed, type Done, perform } from "../audit/deed";
import { authorise, authoriseAt } from "../authorise";
import type { Environment } from "../environment";
import { findHost } from "../host/find";
import type { FactWriter } from "../ledger";
import { notFound } from "../query/not-found";
import type { CancelPlanInput, PlanInput, SkipStepInput, StepInput } from "./input";
import { type FoundPlan, findPlan, type StepRecord } from "./read";
import { recordPlan, setPlan, setStep } from "./record";

type Answer = { planId: string };
type Change = (writer: FactWriter, found: FoundPlan) => Promise<Done<Answer>>;

/** Who may act on the hosts of a plan may say how it goes on. */
function change(environment: Environment, planId: string, deed: ActorDeed, work: Change): Promise<Answer> {
  authorise(deed.by, "do-maintenance");
  return perform(environment, deed, async (writer) => {
    const found = await findPlan(writer.db, planId);
    for (const { hostId } of found.steps)
      await authoriseAt(writer.db, deed.by, { pairId: (await findHost(writer.db, writer.nowMs, hostId)).pair.row.id });
    return work(writer, found);
  });
}

const byPerson = ({ by }: ActorDeed) => ({ actor: "operator", actorName: by.name }) as const;

const unchanged = (planId: string): Done<Answer> => ({
  answer: { planId },
  before: null,
  after: null,
  outcome: "unchanged",
});

const refuseIfOver = ({ plan }: FoundPlan): void => {
  if (!isPlanOver(plan.state) && plan.state !== "cancelling") return;
  throw new Refusal({
    code: "illegal-transition",
    message: `${plan.name} is ${plan.state === "done" ? "done" : "cancelled"}.`,
    field: "planId",
    value: plan.id,
    limit: "a plan that is not over",
    remedy: "Plan the work anew.",
  });
};

/** No further host is begun. Those that are away stay so until a person says that their work is done. */
export const pausePlan = (environment: Environment, { planId }: PlanInput, deed: ActorDeed): Promise<Answer> =>
  change(environment, planId, deed, async (writer, found) => {
    refuseIfOver(found);
    const { plan } = found;
    if (plan.state === "paused") return unchanged(planId);
    await setPlan(writer, planId, { state: "paused", pausedBecause: `${deed.by.name} paused it.` });
    recordPlan(writer, plan, byPerson(deed), "plan.pause", `${deed.by.name} paused ${plan.name}.`);
    return { answer: { planId }, before: { state: plan.state }, after: { state: "paused" } };
  });

/** What stands now is known to whoever lets it go on; only what comes after it is a surprise. */
export const resumePlan = (environment: Environment, { planId }: PlanInput, deed: ActorDeed): Promise<Answer> =>
  change(environment, planId, deed, async (writer, found) => {
    refuseIfOver(found);
    const { plan } = found;
    if (plan.state === "running") return unchanged(planId);
    await setPlan(writer, planId, { state: "running", pausedBecause: null, watchedFromMs: writer.nowMs });
    recordPlan(writer, plan, byPerson(deed), "plan.resume", `${deed.by.name} let ${plan.name} go on.`);
    return { answer: { planId }, before: { state: plan.state }, after: { state: "running" } };
  });

/** Hosts that are away are taken back, no other is begun. */
export const cancelPlan = (
  environment: Environment,
  { planId, reason }: CancelPlanInput,
  deed: ActorDeed,
): Promise<Answer> =>
  change(environment, planId, deed, async (writer, found) => {
    const { plan } = found;
    if (plan.state === "cancelling") return unchanged(planId);
    refuseIfOver(found);
    await setPlan(writer, planId, { state: "cancelling", pausedBecause: null });
    recordPlan(writer, plan, byPerson(deed), "plan.cancel", `${deed.by.name} cancelled ${plan.name}: ${reason}`);
    return { answer: { planId }, before: { state: plan.state }, after: { state: "cancelling" } };
  });

/** The work on a host is done: it is taken back, and the next one is begun when its copies are complete. */
export const reportWork = (environment: Environment, { planId, hostId }: StepInput, deed: ActorDeed): Promise<Answer> =>
  change(environment, planId, deed, async (writer, found) => {
    const step = stepOf(found, hostId);
    const { host } = await findHost(writer.db, writer.nowMs, hostId);
    if (step.state === "returning" || step.state === "done") return unchanged(planId);
    if (step.state !== "ready")
      throw notNow(
        `The work on ${host.name} can't be done yet: it is not free of machines.`,
        host.name,
        "a host that is in maintenance by this plan",
      );
    await setStep(writer, step.id, { state: "returning", workedAtMs: writer.nowMs });
    await setPlan(writer, planId, {});
    recordPlan(
      writer,
      found.plan,
      byPerson(deed),
      "plan.workDone",
      `${deed.by.name} said that the work on ${host.name} is done.`,
    );
    return { answer: { planId }, before: { state: step.state }, after: { host: host.name, state: "returning" } };
  });

/** A host whose turn has not come is left out. */
export const skipHost = (
  environment: Environment,
  { planId, hostId, reason }: SkipStepInput,
  deed: ActorDeed,
): Promise<Answer> =>
  change(environment, planId, deed, async (writer, found) => {
    refuseIfOver(found);
    const step = stepOf(found, hostId);
    const { host } = await findHost(writer.db, writer.nowMs, hostId);
    if (step.state === "skipped") return unchanged(planId);
    if (step.state !== "waiting")
      throw notNow(`${host.name} can't be left out: its turn has come.`, host.name, "a host whose turn has not come");
    await setStep(writer, step.id, { state: "skipped", endedAtMs: writer.nowMs });
    await setPlan(writer, planId, {});
    recordPlan(
      writer,
      found.plan,
      byPerson(deed),
      "plan.skip",
      `${deed.by.name} left ${host.name} out of ${found.plan.name}: ${reason}`,
    );
    return { answer: { planId }, before: { state: "waiting" }, after: { host: host.name, state: "skipped" } };
  });

function stepOf({ steps }: FoundPlan, hostId: string): StepRecord {
  const step = steps.find((one) => one.hostId === hostId);
  if (!step) throw notFound("host in this plan", "hostId", hostId);
  return step;
}

const notNow = (message: string, value: string, limit: string) =>
  new Refusal({
    code: "illegal-transition",
    message,
    field: "hostId",
    value,
    limit,
    remedy: "Wait for it, or pause the plan.",
  });
