import type { Queryable } from "@v-available/db/database";
import { person } from "@v-available/db/schema/person";
import { setting } from "@v-available/db/schema/setting";
import { Refusal } from "@v-available/domain/refusal";
import { mayWithRole, ROLES } from "@v-available/domain/role";
import { countWords } from "@v-available/domain/wording";
import { isNull } from "drizzle-orm";
import { type ActorDeed, perform } from "../audit/deed";
import { authoriseEverywhere } from "../authorise";
import type { VerbKit } from "../task/submit";
import type { SecondPersonInput } from "./input";
import { needsSecondPerson, SECOND_PERSON } from "./rule";

/** How many people may declare a loss. In the demo whoever comes chooses a role, so there is one of each. */
async function whoMayDeclare(db: Queryable): Promise<number> {
  const people = await db
    .select({ role: person.role, demo: person.demo })
    .from(person)
    .where(isNull(person.disabledAtMs));
  const roles = people.some(({ demo }) => demo) ? ROLES : people.map(({ role }) => role);
  return roles.filter((role) => mayWithRole(role, "declare-loss")).length;
}

/** Whether a loss needs two people from now on. Where there are no two, nobody could declare one at night. */
export function setSecondPerson(
  kit: VerbKit,
  { needed }: SecondPersonInput,
  deed: ActorDeed,
): Promise<{ readonly needed: boolean }> {
  authoriseEverywhere(deed.by, "manage-people");
  return perform(kit, deed, async (writer) => {
    const before = await needsSecondPerson(writer.db);
    const answer = { needed };
    if (before === needed) return { answer, before: { needed }, after: { needed }, outcome: "unchanged" };
    const able = await whoMayDeclare(writer.db);
    if (needed && able < 2)
      throw new Refusal({
        code: "blocked",
        message: `A second person can't be asked for: ${countWords(able, "person", "people")} may declare a loss.`,
        field: "needed",
        value: able,
        limit: "at least 2 people who may declare a loss",
        remedy: "Invite an operator first.",
      });
    const row = { key: SECOND_PERSON, revision: writer.revision, value: needed };
    await writer.db.insert(setting).values(row).onConflictDoUpdate({ target: setting.key, set: row });
    writer.append({
      atMs: writer.nowMs,
      type: "consent.setting",
      actor: "operator",
      actorName: deed.by.name,
      sentence: needed
        ? `${deed.by.name} set that a loss needs a second person.`
        : `${deed.by.name} set that a loss needs no second person any more.`,
    });
    return { answer, before: { needed: before }, after: { needed } };
  });
}
