import type { adapterWatch } from "@v-available/db/schema/adapter-watch";
import { exposure } from "@v-available/db/schema/exposure";
import { gt, isNull, or } from "drizzle-orm";
import { EXPOSURE_CAUSES, type ExposureCause, type ExposureView } from "../view/overview";

const DAY_MS = 86_400_000;
const DAYS = 30;

type Sums = Record<ExposureCause, number>;
const zero = () => Object.fromEntries(EXPOSURE_CAUSES.map((cause) => [cause, 0])) as Sums;

const firstDayOf = (nowMs: number) => Math.floor(nowMs / DAY_MS) * DAY_MS - (DAYS - 1) * DAY_MS;

/** Which stretches of time `exposureOf` needs. */
export const exposedSince = (nowMs: number) => or(isNull(exposure.toMs), gt(exposure.toMs, firstDayOf(nowMs)));

/** Machine time below the declared level, day by day. What crosses midnight counts on both sides of it. */
export function exposureOf(
  rows: readonly (typeof exposure.$inferSelect)[],
  watches: readonly (typeof adapterWatch.$inferSelect)[],
  nowMs: number,
): ExposureView {
  const firstDay = firstDayOf(nowMs);
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
  const measuredSince = watches.flatMap(({ firstObservedAtMs }) => firstObservedAtMs ?? []);
  return {
    days: days.map((day) => ({ ...day, totalMs: Object.values(day.byCause).reduce((sum, ms) => sum + ms, 0) })),
    byCause: total,
    measuredSinceMs: measuredSince.length === 0 ? null : Math.min(...measuredSince),
  };
}
