import { sql } from "drizzle-orm";
import { type Deed, type Done, perform } from "../audit/deed";
import type { Environment } from "../environment";
import type { FactWriter } from "../ledger";

/** Tells every process that what it remembers of sessions may be over. */
export const PEOPLE_CHANNEL = "v_available_people";

/** Writes who may do what, together with its line on the record and its entry in the audit log. */
export const changePeople = <Answer>(
  environment: Pick<Environment, "db" | "clock">,
  deed: Deed,
  work: (writer: FactWriter) => Promise<Done<Answer>>,
): Promise<Answer> =>
  perform(environment, deed, async (writer) => {
    const done = await work(writer);
    await writer.db.execute(sql`select pg_notify(${PEOPLE_CHANNEL}, '')`);
    return done;
  });

export const recordOf = (writer: FactWriter, type: `person.${string}`, actorName: string, sentence: string) =>
  writer.append({ atMs: writer.nowMs, type, actor: "operator", actorName, sentence });
