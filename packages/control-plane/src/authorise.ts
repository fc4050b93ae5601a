import type { Queryable } from "@v-available/db/database";
import { hostPair } from "@v-available/db/schema/host-pair";
import { site } from "@v-available/db/schema/site";
import { Refusal, type RefusalDetail } from "@v-available/domain/refusal";
import { mayWithRole, PERMISSIONS, type Permission } from "@v-available/domain/role";
import { and, eq } from "drizzle-orm";
import type { Entrusted } from "./desk";
import type { Reference } from "./view/headline";

/** Why this person may not do this anywhere; null where they may. */
export function barredByRole(actor: Entrusted, permission: Permission): RefusalDetail | null {
  if (mayWithRole(actor.role, permission)) return null;
  const { least, words } = PERMISSIONS[permission];
  return {
    code: "forbidden",
    message: `${actor.name} is ${actor.role} and may not ${words}.`,
    remedy: `Ask somebody who is ${least}.`,
  };
}

/** Why this person may change nothing there; null where they may. What belongs to no site is for those of all sites. */
export function barredAtSite(actor: Entrusted, at: Reference | null): RefusalDetail | null {
  if (actor.sites === "all" || (at !== null && actor.sites.includes(at.id))) return null;
  return {
    code: "forbidden",
    message: `${actor.name} may not change ${at === null ? "what belongs to no single site" : `anything at ${at.name}`}.`,
    remedy: `Ask somebody who is responsible for ${at === null ? "all sites" : at.name}.`,
  };
}

/** Whoever may look may not therefore act. */
export function authorise(actor: Entrusted, permission: Permission): void {
  const detail = barredByRole(actor, permission);
  if (detail) throw new Refusal(detail);
}

/** What is never of one site alone. All else is judged by the site where it is done. */
const OF_ALL_SITES = ["change-policies", "pause-rollouts"] as const satisfies readonly Permission[];
type OfAllSites = (typeof OF_ALL_SITES)[number];

/** Why this person may not do this wherever it be; null where they may somewhere. */
export function barredEverywhere(actor: Entrusted, permission: Permission): RefusalDetail | null {
  const ofAll = OF_ALL_SITES.some((one) => one === permission);
  return barredByRole(actor, permission) ?? (ofAll ? barredAtSite(actor, null) : null);
}

/** What belongs to no single site is for those of all sites; the second person is one setting for all of them. */
export function authoriseEverywhere(actor: Entrusted, permission: OfAllSites | "manage-people"): void {
  const detail = barredByRole(actor, permission) ?? barredAtSite(actor, null);
  if (detail) throw new Refusal(detail);
}

/** What is changed: something of a pair, a site itself, or neither. */
type Place = { readonly pairId: string } | { readonly siteId: string } | null;

/** Nor may whoever acts at one site act at another. */
export async function authoriseAt(db: Queryable, actor: Entrusted, place: Place): Promise<void> {
  if (actor.sites === "all") return;
  const [at] = place === null ? [] : await siteOf(db, place);
  const detail = barredAtSite(actor, at ?? null);
  if (detail) throw new Refusal(detail);
}

/** What is changed by an intent: something of a pair, or what becomes one of these sites. */
export async function authoriseIntent(
  db: Queryable,
  actor: Entrusted,
  { pairId, siteIds = [] }: { readonly pairId: string | null; readonly siteIds?: readonly string[] },
): Promise<void> {
  if (pairId !== null) return authoriseAt(db, actor, { pairId });
  if (siteIds.length === 0) return authoriseAt(db, actor, null);
  for (const siteId of siteIds) await authoriseAt(db, actor, { siteId });
}

const siteOf = (db: Queryable, place: NonNullable<Place>) => {
  const found = { id: site.id, name: site.name };
  if ("siteId" in place) return db.select(found).from(site).where(eq(site.id, place.siteId));
  return db
    .select(found)
    .from(hostPair)
    .innerJoin(site, and(eq(site.adapter, hostPair.adapter), eq(site.ref, hostPair.siteRef)))
    .where(eq(hostPair.id, place.pairId));
};
