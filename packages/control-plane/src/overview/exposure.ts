import type { Queryable } from "@v-available/db/database";
import { adapterWatch } from "@v-available/db/schema/adapter-watch";
import { exposure } from "@v-available/db/schema/exposure";
import { gt, isNull, min, or } from "drizzle-orm";
import { EXPOSURE_CAUSES, type ExposureCause, type ExposureView } from "../view/overview";

const DAY_MS = 86_400_000;
const DAYS = 30;

type Sums = Record<ExposureCause, number>;
const zero = () => Object.fromEntries(EXPOSURE_CAUSES.map((cause) => [cause, 0])) as Sums;

/** Machine time below the declared level, day by day. What crosses midnight counts on both sides of it. */
export async function exposureOf(db: Queryable, nowMs: number): Promise<ExposureView> {
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const firstDay = today - (DAYS - 1) * DAY_MS;
  const rows = await db
    .select()
    .from(exposure)
    .where(or(isNull(exposure.toMs), gt(exposure.toMs, firstDay)));
  const days = Array.from({ length: DAYS }, (_, at) => ({ dayStartMs: firstDay + at * DAY_MS, byCause: zero() }));
  for (const { cause, fromMs, toMs } of rows) {
    const endMs = Math.min(toMs ?? nowMs, nowMs);
    for (const day of days) {
      const overlap = Math.min(endMs, day.dayStartMs + DAY_MS) - Math.max(fromMs, day.dayStartMs);
      if (overlap > 0) day.byCause[cause] += overlap;
    }
  }
  const total = zero();
  for (const day of days) for (const cause of EXPOSURE_CAUSES) total[cause] += day.byCause[cause];
  const [first] = await db.select({ atMs: min(adapterWatch.firstObservedAtMs) }).from(adapterWatch);
  return {
    days: days.map((day) => ({ ...day, totalMs: Object.values(day.byCause).reduce((sum, ms) => sum + ms, 0) })),
    byCause: total,
    measuredSinceMs: first?.atMs ?? null,
  };
}
