import { session } from "@v-available/db/schema/session";
import type { SignInMeans } from "@v-available/domain/sign-in-means";
import { and, desc, eq, gt } from "drizzle-orm";
import type { Environment } from "../environment";
import type { Present } from "./session";

export interface SessionView {
  readonly id: string;
  readonly address: string;
  readonly agent: string;
  readonly means: SignInMeans;
  readonly createdAtMs: number;
  /** To the minute. */
  readonly lastUsedAtMs: number;
  readonly expiresAtMs: number;
}

/** What a person sees of their own account. */
export interface AccountView {
  readonly sessions: readonly SessionView[];
}

type SessionRecord = typeof session.$inferSelect;
export const sessionView = (row: SessionRecord): SessionView => ({
  id: row.id,
  address: row.address,
  agent: row.agent,
  means: row.means,
  createdAtMs: row.createdAtMs,
  lastUsedAtMs: row.lastUsedAtMs,
  expiresAtMs: row.expiresAtMs,
});

export const readAccount = ({ db, clock }: Pick<Environment, "db" | "clock">, who: Pick<Present, "personId">) =>
  db.read(async (tx): Promise<AccountView> => {
    const sessions = await tx
      .select()
      .from(session)
      .where(and(eq(session.personId, who.personId), gt(session.expiresAtMs, clock.nowMs())))
      .orderBy(desc(session.lastUsedAtMs), desc(session.createdAtMs));
    return { sessions: sessions.map(sessionView) };
  });
