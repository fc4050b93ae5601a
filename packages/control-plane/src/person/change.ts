import { sql } from "drizzle-orm";
import type { Environment } from "../environment";
import { type FactWriter, writeFacts } from "../ledger";

/** Tells every process that what it remembers of sessions may be over. */
export const PEOPLE_CHANNEL = "v_available_people";

/** Writes who may do what, together with its line on the record. */
export const changePeople = <T>(
  environment: Pick<Environment, "db" | "clock">,
  work: (writer: FactWriter) => Promise<T>,
): Promise<T> =>
  writeFacts(environment, async (writer) => {
    const answer = await work(writer);
    await writer.db.execute(sql`select pg_notify(${PEOPLE_CHANNEL}, '')`);
    return answer;
  });

export const recordOf = (writer: FactWriter, type: `person.${string}`, actorName: string, sentence: string) =>
  writer.append({ atMs: writer.nowMs, type, actor: "operator", actorName, sentence });
