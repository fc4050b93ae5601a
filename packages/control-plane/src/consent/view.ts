import type { Queryable } from "@v-available/db/database";
import { lossConsent } from "@v-available/db/schema/loss-consent";
import { and, eq, gt } from "drizzle-orm";
import type { LossConsentView } from "../view/loss-consent";

/** What waits for a second person on a machine; null where nothing does. */
export async function consentOfMachine(db: Queryable, nowMs: number, vmId: string): Promise<LossConsentView | null> {
  const [row] = await db
    .select()
    .from(lossConsent)
    .where(and(eq(lossConsent.vmId, vmId), eq(lossConsent.state, "waiting"), gt(lossConsent.expiresAtMs, nowMs)));
  if (!row) return null;
  const { id, deed, title, reason, askedBy, askedAtMs, expiresAtMs } = row;
  return { id, deed, title, reason, askedBy, askedAtMs, expiresAtMs, cannotAgreeBecause: null, own: false };
}
