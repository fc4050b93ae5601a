import type { Queryable } from "@v-available/db/database";
import { event } from "@v-available/db/schema/event";
import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { Picture } from "../query/picture";
import type { EventPage, EventRow } from "../view/event";
import type { EventListInput } from "./input";
import { eventRow } from "./row";

export async function listEvents(db: Queryable, picture: Picture, input: EventListInput): Promise<EventPage> {
  const { before, machineId, pairId, incidentId, limit } = input;
  const rows = await db
    .select()
    .from(event)
    .where(
      and(
        before ? lt(event.sequence, before) : undefined,
        machineId ? sql`${event.vmIds} @> ${JSON.stringify([machineId])}::jsonb` : undefined,
        pairId ? eq(event.pairId, pairId) : undefined,
        incidentId ? eq(event.incidentId, incidentId) : undefined,
      ),
    )
    .orderBy(desc(event.sequence))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  return {
    events: page.map((row) => eventRow(row, picture)),
    nextCursor: rows.length > limit ? (page[page.length - 1]?.sequence ?? null) : null,
  };
}

const TIMELINE_LENGTH = 60;

/** The last things that happened to a machine or a pair, the newest first. */
export async function timelineOf(
  db: Queryable,
  picture: Picture,
  of: { machineId: string } | { pairId: string },
): Promise<EventRow[]> {
  return (await listEvents(db, picture, { ...of, limit: TIMELINE_LENGTH })).events as EventRow[];
}
