import { policyAssignment } from "@v-available/db/schema/policy-assignment";
import { site } from "@v-available/db/schema/site";
import { canonicalJson } from "@v-available/domain/event";
import { Refusal } from "@v-available/domain/refusal";
import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { type ActorDeed, perform } from "../audit/deed";
import { authorise, authoriseAt } from "../authorise";
import type { Environment } from "../environment";
import type { FactWriter } from "../ledger";
import { refuseIfCircle } from "../policy/circle";
import { notFound } from "../query/not-found";
import type { ChangeSiteInput } from "./input";

/** What a policy holds by the name of a site it goes on to hold under the new one. */
async function renameInRules(writer: FactWriter, before: string, after: string): Promise<void> {
  for (const { id, policyId, by } of await writer.db.select().from(policyAssignment)) {
    if (!("rule" in by) || by.rule.site !== before) continue;
    const renamed = { ...by, rule: { ...by.rule, site: after } };
    await writer.db
      .update(policyAssignment)
      .set({ by: renamed, assignedBy: canonicalJson(renamed), revision: writer.revision })
      .where(eq(policyAssignment.id, id));
    writer.touch("policy", policyId);
  }
}

const said = ({ givenName, givenLocation, latitude, longitude }: typeof site.$inferSelect) => ({
  name: givenName,
  location: givenLocation,
  latitude,
  longitude,
});

/** Names a site and says where it stands. What the backend says of it stays beside that, and comes back with null. */
export function changeSite(
  environment: Environment,
  { siteId, name, location, position }: ChangeSiteInput,
  deed: ActorDeed,
): Promise<{ siteId: string }> {
  authorise(deed.by, "change-sites");
  return perform(environment, deed, async (writer) => {
    const [row] = await writer.db
      .select()
      .from(site)
      .where(and(eq(site.id, siteId), isNull(site.removedAtMs)));
    if (!row) throw notFound("site", "siteId", siteId);
    await authoriseAt(writer.db, deed.by, { siteId });
    const next = name ?? row.observed.name;
    const [taken] = await writer.db
      .select({ name: site.name })
      .from(site)
      .where(and(isNull(site.removedAtMs), ne(site.id, siteId), sql`lower(${site.name}) = lower(${next})`));
    if (taken)
      throw new Refusal({
        code: "conflict",
        message: `Another site is named ${taken.name} already.`,
        field: "name",
        value: next,
        limit: "one site of a name",
        remedy: "Choose another name.",
      });
    const given = {
      givenName: name === row.observed.name ? null : name,
      givenLocation: location,
      latitude: position?.latitude ?? null,
      longitude: position?.longitude ?? null,
    };
    await writer.db
      .update(site)
      .set({ ...given, name: next, revision: writer.revision })
      .where(eq(site.id, siteId));
    writer.touch("site", siteId);
    if (next !== row.name) {
      await renameInRules(writer, row.name, next);
      // A rule may have named it so all along.
      const at = { field: "name", value: next, remedy: "Choose another name, or let one of them not wait." };
      await refuseIfCircle(writer.db, writer.nowMs, {}, at);
    }
    return {
      answer: { siteId },
      before: { called: row.name, ...said(row) },
      after: { called: next, ...said({ ...row, ...given }) },
    };
  });
}
