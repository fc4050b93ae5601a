import type { Queryable } from "@v-available/db/database";
import { workPlan } from "@v-available/db/schema/work-plan";
import { workStep } from "@v-available/db/schema/work-step";
import { SIDES } from "@v-available/domain/state";
import { and, eq, notInArray } from "drizzle-orm";
import type { TakePicture } from "../query/picture";
import type { WorkHostList, WorkHostView } from "../view/work-plan";
import type { HostChoiceInput } from "./input";

/** Hosts whose name, pair or site contains each of the words. */
export async function listWorkHosts(
  db: Queryable,
  nowMs: number,
  { text, side, limit }: HostChoiceInput,
  take: TakePicture,
): Promise<WorkHostList> {
  const planned = await db
    .select({ hostId: workStep.hostId, name: workPlan.name })
    .from(workStep)
    .innerJoin(workPlan, eq(workPlan.id, workStep.planId))
    .where(and(notInArray(workPlan.state, ["done", "cancelled"]), notInArray(workStep.state, ["done", "skipped"])));
  const planOf = new Map(planned.map(({ hostId, name }) => [hostId, name]));
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found: WorkHostView[] = [];
  let total = 0;
  for (const pair of (await take(db, nowMs)).pairs)
    for (const at of SIDES) {
      const host = pair.hosts[at];
      if (!host || (side !== null && at !== side)) continue;
      const site = { id: pair.site?.id ?? "", name: pair.site?.name ?? pair.row.siteRef };
      const all = `${host.name} ${pair.row.name} ${site.name}`.toLowerCase();
      if (!words.every((word) => all.includes(word))) continue;
      total += 1;
      if (found.length === limit) continue;
      found.push({
        host: { id: host.id, name: host.name },
        pair: { id: pair.row.id, name: pair.row.name },
        site,
        side: at,
        plan: planOf.get(host.id) ?? null,
      });
    }
  return { hosts: found, total };
}
