import type { Queryable } from "@v-available/db/database";
import { machineView } from "@v-available/db/schema/machine-view";
import { VIEW_LIMIT, viewNameKey, wrongViewName } from "@v-available/domain/machine-view";
import { Refusal } from "@v-available/domain/refusal";
import { and, eq, isNull, ne } from "drizzle-orm";
import { authorise } from "../authorise";
import type { Actor } from "../desk";
import { notFound } from "../query/not-found";

export type ViewRecord = typeof machineView.$inferSelect;

/** Whose view it is: null where it is everybody's. @throws Refusal forbidden */
export function ownerOf(actor: Actor, shared: boolean): string | null {
  authorise(actor, shared ? "share-views" : "look");
  if (shared) return null;
  if (actor.personId !== null) return actor.personId;
  throw new Refusal({
    code: "forbidden",
    message: `${actor.name} has no account, so no view of their own is kept.`,
    remedy: "Sign in as a person.",
  });
}

export const ownedBy = (personId: string | null) =>
  personId === null ? isNull(machineView.personId) : eq(machineView.personId, personId);

/** Somebody else's is not there. */
export async function findView(db: Queryable, viewId: string, personId: string | null): Promise<ViewRecord> {
  const [row] = await db
    .select()
    .from(machineView)
    .where(and(eq(machineView.id, viewId), ownedBy(personId)));
  if (!row) throw notFound("view", "viewId", viewId);
  return row;
}

/** @returns the name as it is kept @throws Refusal invalid or conflict */
export async function nameFor(
  db: Queryable,
  { viewId, name }: { viewId: string; name: string },
  personId: string | null,
): Promise<{ readonly name: string; readonly nameKey: string }> {
  const wrong = wrongViewName(name);
  if (wrong) throw new Refusal(wrong);
  const nameKey = viewNameKey(name);
  const [taken] = await db
    .select({ name: machineView.name })
    .from(machineView)
    .where(and(eq(machineView.nameKey, nameKey), ownedBy(personId), ne(machineView.id, viewId)));
  if (taken)
    throw new Refusal({
      code: "conflict",
      message: `A view named ${taken.name} exists already.`,
      field: "name",
      value: name,
      limit: "one view of a name",
      remedy: "Choose another name, or remove the one that exists.",
    });
  return { name: name.trim().normalize("NFC"), nameKey };
}

/** @throws Refusal blocked */
export async function refuseIfFull(db: Queryable, personId: string | null): Promise<void> {
  const count = await db.$count(machineView, ownedBy(personId));
  if (count < VIEW_LIMIT.views) return;
  throw new Refusal({
    code: "blocked",
    message: `There are ${count} ${personId === null ? "shared views" : "views of yours"} already.`,
    field: "viewId",
    value: count,
    limit: `${VIEW_LIMIT.views} views`,
    remedy: "Remove one that nobody needs any more.",
  });
}
