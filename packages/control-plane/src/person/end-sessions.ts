import { person } from "@v-available/db/schema/person";
import { session } from "@v-available/db/schema/session";
import { and, eq, ne } from "drizzle-orm";
import { type ActorDeed, attempt } from "../audit/deed";
import { authorise } from "../authorise";
import type { Actor } from "../desk";
import type { Environment } from "../environment";
import type { FactWriter } from "../ledger";
import { notFound } from "../query/not-found";
import { changePeople, recordOf } from "./change";
import type { EndSessionsInput } from "./input";
import type { Present } from "./session";

/** Which sessions of one person: one of them, all, or all but the one that asks. */
export type Which = { readonly id: string } | "all" | { readonly allBut: string };

/** The sessions that are gone with it. */
export function dropSessions({ db }: FactWriter, personId: string, which: Which) {
  const chosen = which === "all" ? undefined : "id" in which ? eq(session.id, which.id) : ne(session.id, which.allBut);
  return db
    .delete(session)
    .where(and(eq(session.personId, personId), chosen))
    .returning();
}

/** One's own: one of them, or all others. */
export function endOwnSessions(environment: Environment, which: Which, who: Present): Promise<void> {
  return endSessions(environment, who.personId, which, who);
}

/** Of anybody, by an owner. @throws Refusal forbidden | not-found */
export function endSessionsOf(
  environment: Environment,
  { personId, sessionId }: EndSessionsInput,
  actor: Actor,
): Promise<void> {
  const which = sessionId === null ? "all" : { id: sessionId };
  return endSessions(environment, personId, which, actor, () => authorise(actor, "manage-people"));
}

async function endSessions(environment: Environment, personId: string, which: Which, by: Actor, ask = () => {}) {
  const deed: ActorDeed = { kind: "person.endSessions", by, subject: { kind: "person", id: personId }, reason: null };
  await attempt(environment, deed, async () => {
    ask();
    return changePeople(environment, deed, async (writer) => {
      const [of] = await writer.db.select().from(person).where(eq(person.id, personId));
      if (!of) throw notFound("person", "personId", personId);
      const ended = await dropSessions(writer, personId, which);
      const whose = by.personId === personId ? "" : ` of ${of.name}`;
      if (ended.length > 0)
        recordOf(
          writer,
          "person.sessions",
          by.name,
          `${by.name} ended ${ended.length === 1 ? "a session" : `${ended.length} sessions`}${whose}.`,
        );
      return {
        answer: undefined,
        before: { sessions: ended.map(({ address, agent }) => `${address}, ${agent}`) },
        after: { sessions: [] },
        outcome: ended.length > 0 ? "done" : "unchanged",
      };
    });
  });
}
