import type { Queryable } from "@v-available/db/database";
import { lossConsent } from "@v-available/db/schema/loss-consent";
import { workPlan } from "@v-available/db/schema/work-plan";
import { momentWords } from "@v-available/domain/wording";
import { isPlanOver, WORK_PLAN_STATES } from "@v-available/domain/work-plan";
import { and, eq, gt, inArray } from "drizzle-orm";
import type { Picture } from "../query/picture";
import { activeLines } from "../rollout/view";
import type { MatterLine } from "../view/overview";
import type { WorkPlanRow } from "../view/work-plan";
import { placesIn } from "../work-plan/facts";
import { withSteps } from "../work-plan/read";
import { readyHosts, rowsOf } from "../work-plan/view";

/** The conditions of what `underWay` is given. */
export const isOpenPlan = inArray(
  workPlan.state,
  WORK_PLAN_STATES.filter((state) => !isPlanOver(state)),
);
export const isWaitingConsent = (nowMs: number) =>
  and(eq(lossConsent.state, "waiting"), gt(lossConsent.expiresAtMs, nowMs));

interface Rows {
  readonly rollouts: Parameters<typeof activeLines>[1];
  readonly plans: readonly (typeof workPlan.$inferSelect)[];
  readonly consents: readonly (typeof lossConsent.$inferSelect)[];
}

/** What people have set going and has not ended: first what waits for one of them, and of that the losses. */
export async function underWay(
  db: Queryable,
  picture: Picture,
  { rollouts, plans, consents }: Rows,
  zone: string,
): Promise<MatterLine[]> {
  const { nowMs } = picture;
  const placeOf = plans.length === 0 ? () => null : placesIn(picture);
  const open = await withSteps(db, plans);
  const rows = open.length === 0 ? [] : await rowsOf(db, open, placeOf, nowMs);
  const lines = [
    ...consents.map(
      ({ id, vmId, title, reason, askedBy, expiresAtMs }): MatterLine => ({
        id,
        href: `/machines/${vmId}`,
        sentence: `${askedBy}: ${reason} The question holds until ${momentWords(expiresAtMs, nowMs, zone)}; after that it has to be asked anew.`,
        wanted: `${askedBy} asks a second person to agree: ${title}.`,
      }),
    ),
    ...rows.map((row, at) => planLine(row, open[at] ? readyHosts(open[at], placeOf) : [])),
    ...(await activeLines(db, rollouts)),
  ];
  return lines.sort((one, other) => Number(one.wanted === null) - Number(other.wanted === null));
}

function planLine(row: WorkPlanRow, ready: readonly string[]): MatterLine {
  const { id, name, hosts, done, away, pausedBecause, waitsBecause } = row;
  const [free] = ready;
  const standing = [
    `${done} of ${hosts} hosts of ${name} ${done === 1 ? "is" : "are"} done.`,
    ...(away.length === 0 ? [] : [`Away now: ${away.join(", ")}.`]),
    ...(waitsBecause === null ? [] : [waitsBecause]),
  ];
  const wanted =
    pausedBecause !== null
      ? `${name} stands still: ${pausedBecause} Say whether it goes on.`
      : free !== undefined
        ? `${free} is free of machines and may be worked on. Say when that is done.`
        : null;
  return { id, href: `/work/${id}`, sentence: standing.join(" "), wanted };
}
