import type { Queryable } from "@v-available/db/database";
import { alarm } from "@v-available/db/schema/alarm";
import { host } from "@v-available/db/schema/host";
import { hostPair } from "@v-available/db/schema/host-pair";
import { machineView } from "@v-available/db/schema/machine-view";
import { person } from "@v-available/db/schema/person";
import { policy } from "@v-available/db/schema/policy";
import { site } from "@v-available/db/schema/site";
import { vm } from "@v-available/db/schema/vm";
import { workPlan } from "@v-available/db/schema/work-plan";
import type { AuditSubjectKind } from "@v-available/domain/audit";
import { and, eq } from "drizzle-orm";
import type { AuditDraft } from "./seal";

/** What a deed is about, as far as whoever asks can name it. What is only being made has a name and a pair, and no id. */
export type SubjectRef =
  | { readonly kind: AuditSubjectKind; readonly id: string }
  | { readonly kind: AuditSubjectKind; readonly name: string; readonly pairId?: string };

type Subject = Pick<AuditDraft, "subjectKind" | "subjectId" | "subjectName" | "siteId">;

const atSite = (of: typeof vm | typeof host) =>
  [
    and(eq(hostPair.adapter, of.adapter), eq(hostPair.ref, of.pairRef)),
    and(eq(site.adapter, hostPair.adapter), eq(site.ref, hostPair.siteRef)),
  ] as const;

type Found = { readonly name: string; readonly siteId: string | null };
type Find = (db: Queryable, id: string) => PromiseLike<Found[]>;

const ofPair: Find = (db, id) =>
  db
    .select({ name: hostPair.name, siteId: site.id })
    .from(hostPair)
    .leftJoin(site, and(eq(site.adapter, hostPair.adapter), eq(site.ref, hostPair.siteRef)))
    .where(eq(hostPair.id, id));

const onPair =
  (of: typeof vm | typeof host): Find =>
  (db, id) => {
    const [pairOfIt, siteOfIt] = atSite(of);
    return db
      .select({ name: of.name, siteId: site.id })
      .from(of)
      .leftJoin(hostPair, pairOfIt)
      .leftJoin(site, siteOfIt)
      .where(eq(of.id, id));
  };

/** What belongs to no single site. */
const nowhere =
  (of: typeof policy | typeof person | typeof workPlan | typeof machineView): Find =>
  async (db, id) =>
    (await db.select({ name: of.name }).from(of).where(eq(of.id, id))).map(({ name }) => ({ name, siteId: null }));

const FIND: Readonly<Record<AuditSubjectKind, Find>> = {
  vm: onPair(vm),
  host: onPair(host),
  pair: ofPair,
  site: async (db, id) =>
    (await db.select({ name: site.name }).from(site).where(eq(site.id, id))).map(({ name }) => ({ name, siteId: id })),
  policy: nowhere(policy),
  person: nowhere(person),
  "work-plan": nowhere(workPlan),
  view: nowhere(machineView),
  async alarm(db, id) {
    const [row] = await db.select().from(alarm).where(eq(alarm.id, id));
    if (!row) return [];
    const name = `${row.kind} on ${row.subjectName}`;
    if (row.subjectKind === "site") return [{ name, siteId: row.subjectId }];
    const [pair] = row.pairId === null ? [] : await ofPair(db, row.pairId);
    return [{ name, siteId: pair?.siteId ?? null }];
  },
  fault: async () => [],
};

/** Its name and its site as they are now: the log is read when they may be gone. */
export async function subjectOf(db: Queryable, ref: SubjectRef | null): Promise<Subject> {
  if (ref === null) return { subjectKind: null, subjectId: null, subjectName: null, siteId: null };
  if ("name" in ref) {
    const [pair] = ref.pairId === undefined ? [] : await ofPair(db, ref.pairId);
    return { subjectKind: ref.kind, subjectId: null, subjectName: ref.name, siteId: pair?.siteId ?? null };
  }
  const [found] = await FIND[ref.kind](db, ref.id);
  return {
    subjectKind: ref.kind,
    subjectId: ref.id,
    subjectName: found?.name ?? null,
    siteId: found?.siteId ?? null,
  };
}
