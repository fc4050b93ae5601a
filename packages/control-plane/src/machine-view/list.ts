import type { Queryable } from "@v-available/db/database";
import { machineView } from "@v-available/db/schema/machine-view";
import { eq, isNull, or } from "drizzle-orm";
import { barredByRole } from "../authorise";
import type { Actor } from "../desk";
import type { SavedView, SavedViewList } from "../view/machine-view";
import { byNumberedText } from "../vm/list-order";
import type { ViewRecord } from "./find";

export const viewOf = (row: Omit<ViewRecord, "revision" | "nameKey">): SavedView => ({
  id: row.id,
  shared: row.personId === null,
  name: row.name,
  filter: row.filter,
  sort: { column: row.sortColumn, descending: row.sortDescending },
  columns: row.columns,
  changedBy: row.changedBy,
  changedAtMs: row.changedAtMs,
});

/** Those of whoever asks, and those of everybody. */
export async function listViews(db: Queryable, actor: Actor): Promise<SavedViewList> {
  const own = actor.personId === null ? undefined : eq(machineView.personId, actor.personId);
  const rows = await db
    .select()
    .from(machineView)
    .where(or(isNull(machineView.personId), own));
  const barred = barredByRole(actor, "share-views");
  return {
    views: rows.map(viewOf).sort((one, other) => byNumberedText(one.name, other.name)),
    mayNotShareBecause: barred && `${barred.message} ${barred.remedy}`,
    mayNotKeepBecause:
      actor.personId === null ? `${actor.name} has no account, so no view of their own is kept.` : null,
  };
}
