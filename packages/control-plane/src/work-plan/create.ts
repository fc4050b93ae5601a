import { workPlan } from "@v-available/db/schema/work-plan";
import { workStep } from "@v-available/db/schema/work-step";
import { wrongInWindow } from "@v-available/domain/policy-rule";
import { Refusal } from "@v-available/domain/refusal";
import { countWords } from "@v-available/domain/wording";
import { and, eq, inArray, notInArray } from "drizzle-orm";
import { type ActorDeed, perform } from "../audit/deed";
import { authorise, authoriseAt } from "../authorise";
import type { Environment } from "../environment";
import { outsideWords } from "../policy/window";
import { notFound } from "../query/not-found";
import { takePicture } from "../query/picture";
import { type PlaceOfHost, placesIn } from "./facts";
import type { CreatePlanInput } from "./input";
import { recordPlan } from "./record";

/** Plans work on hosts. Nothing is asked of any host here: the controller begins the first when its time has come. */
export function createPlan(
  environment: Environment,
  input: CreatePlanInput,
  deed: ActorDeed,
): Promise<{ planId: string }> {
  const { name, reason, hostIds, workMinutes, atOnce, startsAtMs, window, outsideWindowOf = [], key } = input;
  const { by } = deed;
  authorise(by, "do-maintenance");
  return perform(environment, deed, async (writer) => {
    const [known] = await writer.db.select().from(workPlan).where(eq(workPlan.key, key));
    if (known) return { answer: { planId: known.id }, before: null, after: null, outcome: "unchanged" };
    if (window) refuseWindow(input, writer.nowMs);
    refuseTwice(hostIds);
    const placeOf = placesIn(await takePicture(writer.db, writer.nowMs));
    const names: string[] = [];
    for (const [at, hostId] of hostIds.entries()) {
      const place = placeOf(hostId);
      if (!place) throw notFound("host", `hostIds.${at}`, hostId);
      await authoriseAt(writer.db, by, { pairId: place.pair.row.id });
      names.push(place.pair.hosts[place.side]?.name ?? hostId);
    }
    await refuseIfPlanned(writer.db, hostIds, placeOf);
    const outside = namedMachines(outsideWindowOf, hostIds, placeOf);
    const id = writer.newId();
    await writer.db.insert(workPlan).values({
      id,
      revision: writer.revision,
      key,
      name,
      reason,
      state: "running",
      pausedBecause: null,
      startsAtMs: startsAtMs ?? writer.nowMs,
      window,
      outsideWindowOf,
      workMinutes,
      atOnce,
      watchedFromMs: writer.nowMs,
      plannedBy: by.name,
      plannedById: by.personId,
      plannedAs: by.role,
      plannedAt: by.sites,
      plannedAtMs: writer.nowMs,
      endedAtMs: null,
    });
    await writer.db.insert(workStep).values(
      hostIds.map((hostId, place) => ({
        id: writer.newId(),
        planId: id,
        place,
        hostId,
        state: "waiting" as const,
        enterKey: null,
        leaveKey: null,
        beganAtMs: null,
        readyAtMs: null,
        workedAtMs: null,
        endedAtMs: null,
      })),
    );
    recordPlan(
      writer,
      { id, name },
      { actor: "operator", actorName: by.name },
      "plan.create",
      `${by.name} planned ${name}, work on ${countWords(names.length, "host")}${outsideWords(outside)}: ${reason}`,
    );
    return {
      answer: { planId: id },
      before: null,
      after: {
        ...{ name, hosts: names, workMinutes, atOnce, startsAtMs, window },
        ...(outside.length === 0 ? {} : { outsideWindowOf: outside }),
      },
      subject: { kind: "work-plan", id },
    };
  });
}

function refuseWindow({ name, window }: CreatePlanInput, nowMs: number): void {
  if (window === null) return;
  const [wrong] = wrongInWindow({ name, ...window }, "window", nowMs);
  if (wrong) throw new Refusal(wrong);
}

/** Their names; a consent for a machine that is not touched is a mistake. */
function namedMachines(
  machineIds: readonly string[],
  hostIds: readonly string[],
  placeOf: PlaceOfHost,
): readonly string[] {
  const touched = new Map(
    hostIds.flatMap((hostId) => placeOf(hostId)?.pair.vms.map(({ row }) => [row.id, row.name] as const) ?? []),
  );
  return [...new Set(machineIds)].map((id, at) => {
    const name = touched.get(id);
    if (name !== undefined) return name;
    throw new Refusal({
      code: "invalid",
      message: "It was confirmed for a machine that is on none of these hosts' pairs.",
      field: `outsideWindowOf.${at}`,
      value: id,
      limit: "machines of the pairs of the hosts that are worked on",
      remedy: "Leave it out.",
    });
  });
}

function refuseTwice(hostIds: readonly string[]): void {
  const at = hostIds.findIndex((id, index) => hostIds.indexOf(id) !== index);
  if (at === -1) return;
  throw new Refusal({
    code: "invalid",
    message: "A host is named twice.",
    field: `hostIds.${at}`,
    value: hostIds[at],
    limit: "each host once",
    remedy: "Leave one of the two out.",
  });
}

/** A host in two plans would be taken away from one by the other. */
async function refuseIfPlanned(
  db: Parameters<typeof takePicture>[0],
  hostIds: readonly string[],
  placeOf: PlaceOfHost,
): Promise<void> {
  const [other] = await db
    .select({ hostId: workStep.hostId, name: workPlan.name })
    .from(workStep)
    .innerJoin(workPlan, eq(workPlan.id, workStep.planId))
    .where(
      and(
        inArray(workStep.hostId, [...hostIds]),
        notInArray(workPlan.state, ["done", "cancelled"]),
        notInArray(workStep.state, ["done", "skipped"]),
      ),
    )
    .limit(1);
  if (!other) return;
  const place = placeOf(other.hostId);
  const host = place?.pair.hosts[place.side]?.name ?? "A host";
  throw new Refusal({
    code: "conflict",
    message: `${host} is in the plan ${other.name} already.`,
    field: `hostIds.${hostIds.indexOf(other.hostId)}`,
    value: host,
    limit: "one plan for a host at a time",
    remedy: `Leave ${host} out, or end ${other.name} first.`,
  });
}
