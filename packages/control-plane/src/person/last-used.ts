import type { Database } from "@v-available/db/database";
import type { apiKey } from "@v-available/db/schema/api-key";
import type { session } from "@v-available/db/schema/session";
import { eq } from "drizzle-orm";

const TO_THE_MS = 60_000;

export const isWorthNoting = (lastUsedAtMs: number | null, nowMs: number): boolean =>
  lastUsedAtMs === null || nowMs - lastUsedAtMs >= TO_THE_MS;

/** A sign of life, not a fact: nobody is told of it. */
export const noteUse = (db: Database, of: typeof session | typeof apiKey, id: string, nowMs: number): Promise<void> =>
  db.transaction(async (tx) => {
    await tx.update(of).set({ lastUsedAtMs: nowMs }).where(eq(of.id, id));
  });
