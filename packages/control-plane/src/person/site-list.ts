import type { Queryable } from "@v-available/db/database";
import { site } from "@v-available/db/schema/site";
import { asc, isNull } from "drizzle-orm";

/** Where somebody may be entrusted with something, by name. */
export const readSites = (db: Queryable) =>
  db.select({ id: site.id, name: site.name }).from(site).where(isNull(site.removedAtMs)).orderBy(asc(site.name));
