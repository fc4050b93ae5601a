import type { Queryable } from "@v-available/db/database";
import { policy } from "@v-available/db/schema/policy";
import type { Policy } from "@v-available/domain/policy";
import { misfitOf } from "@v-available/domain/policy-preview";
import { wrongInPolicy } from "@v-available/domain/policy-rule";
import { Refusal, type RefusalDetail } from "@v-available/domain/refusal";
import { and, eq, isNull, ne } from "drizzle-orm";
import { takePicture } from "../query/picture";
import { refuseIfCircle } from "./circle";
import { capabilitiesByAdapter } from "./held";

const about = (detail: RefusalDetail): Refusal => new Refusal({ ...detail, field: `policy.${detail.field ?? ""}` });

export function refuseIfWrong(asked: Policy, nowMs: number): void {
  const [first] = wrongInPolicy(asked, nowMs);
  if (first) throw about(first);
}

export async function refuseIfNameTaken(db: Queryable, name: string, ownId: string | null): Promise<void> {
  const [taken] = await db
    .select({ id: policy.id })
    .from(policy)
    .where(and(eq(policy.name, name), isNull(policy.removedAtMs), ownId === null ? undefined : ne(policy.id, ownId)));
  if (taken)
    throw about({
      code: "conflict",
      message: `A policy named ${name} exists already.`,
      field: "name",
      value: name,
      limit: "one policy of a name",
      remedy: "Choose another name, or edit the one that exists.",
    });
}

/** What only the fleet and the other policies can tell: asked before a version comes into force. */
export async function refuseIfUnfit(db: Queryable, nowMs: number, policyId: string, asked: Policy): Promise<void> {
  const picture = await takePicture(db, nowMs);
  const capabilities = await capabilitiesByAdapter(db);
  const misfits = picture.pairs.map((pair) => misfitOf(pair.facts, asked.protection, capabilities(pair.row.adapter)));
  const [misfit] = misfits;
  if (misfit && misfits.every((found) => found !== null))
    throw about({
      code: "blocked",
      message: `It fits no pair. ${misfit.sentence}`,
      field: "protection",
      value: misfit.value,
      limit: misfit.limit ?? "what a pair of the fleet can do",
      ...(misfit.remedy === null ? {} : { remedy: misfit.remedy }),
    });
  await refuseIfCircle(db, nowMs, { version: { policyId, policy: asked } }, null);
}
