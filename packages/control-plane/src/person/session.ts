import { person } from "@v-available/db/schema/person";
import { session } from "@v-available/db/schema/session";
import { eq } from "drizzle-orm";
import type { Entrusted, Origin } from "../desk";
import type { Environment } from "../environment";
import type { FactWriter } from "../ledger";
import { hashOfToken, newToken } from "./secret";

const SESSION_MS = 12 * 3_600_000;
/** What is remembered is asked for again after this long, whatever was told in between. */
const REMEMBERED_MS = 30_000;
const MOST_REMEMBERED = 10_000;

export type PersonRecord = typeof person.$inferSelect;

export interface SignedIn extends Entrusted {
  readonly sessionId: string;
  readonly personId: string;
  readonly expiresAtMs: number;
}

/** What the browser is given; never written down. */
export interface NewSession {
  readonly token: string;
  readonly expiresAtMs: number;
}

export async function beginSession(writer: FactWriter, personId: string, from: Origin): Promise<NewSession> {
  const token = newToken();
  const expiresAtMs = writer.nowMs + SESSION_MS;
  await writer.db.insert(session).values({
    id: writer.newId(),
    personId,
    tokenHash: hashOfToken(token),
    createdAtMs: writer.nowMs,
    expiresAtMs,
    address: from.address.slice(0, 64),
    agent: from.agent.slice(0, 200),
  });
  return { token, expiresAtMs };
}

/** Who is signed in, by the token of their browser. Remembers what it has read until it is told that people changed. */
export class Sessions {
  readonly #environment: Pick<Environment, "db" | "clock">;
  readonly #demo: boolean;
  readonly #remembered = new Map<string, { readonly found: SignedIn | null; readonly atMs: number }>();
  readonly #watchers = new Set<() => void>();
  /** Counts what was forgotten: a read that began before is not remembered. */
  #generation = 0;

  constructor(environment: Pick<Environment, "db" | "clock">, demo: boolean) {
    this.#environment = environment;
    this.#demo = demo;
  }

  /** @param fresh reads the database whatever is remembered: for whoever wants to change something */
  async find(token: string | null, fresh = false): Promise<SignedIn | null> {
    if (token === null) return null;
    const nowMs = this.#environment.clock.nowMs();
    const hash = hashOfToken(token);
    const known = this.#remembered.get(hash);
    const found = known && !fresh && nowMs - known.atMs < REMEMBERED_MS ? known.found : await this.#read(hash, nowMs);
    return found && found.expiresAtMs > nowMs ? found : null;
  }

  async #read(hash: string, nowMs: number): Promise<SignedIn | null> {
    const generation = this.#generation;
    const [row] = await this.#environment.db.read((db) =>
      db.select().from(session).innerJoin(person, eq(person.id, session.personId)).where(eq(session.tokenHash, hash)),
    );
    const may = row && row.person.disabledAtMs === null && row.person.demo === this.#demo;
    const found: SignedIn | null = may
      ? {
          sessionId: row.session.id,
          personId: row.person.id,
          expiresAtMs: row.session.expiresAtMs,
          name: row.person.name,
          role: row.person.role,
          sites: row.person.sites,
        }
      : null;
    if (generation === this.#generation) {
      if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
      this.#remembered.set(hash, { found, atMs: nowMs });
    }
    return found;
  }

  /** People changed somewhere: nothing that is remembered counts any more, and every stream is looked at. */
  forget(): void {
    this.#generation++;
    this.#remembered.clear();
    for (const look of this.#watchers) look();
  }

  /** Aborts with `signal`, and as soon as the session is over or stands for another role. */
  whileSignedIn(token: string | null, signal: AbortSignal): AbortSignal {
    const over = new AbortController();
    const began = this.find(token);
    const look = async () => {
      const [before, now] = await Promise.all([began, this.find(token)]);
      if (now === null || now.role !== before?.role || String(now.sites) !== String(before.sites)) end();
    };
    const watch = () => void look().catch(end);
    const end = () => {
      this.#watchers.delete(watch);
      callOff();
      over.abort();
    };
    // A session that runs out is told by nobody.
    let callOff = () => {};
    began.then((found) => {
      if (found === null) end();
      else if (!over.signal.aborted)
        callOff = this.#environment.clock.after(found.expiresAtMs - this.#environment.clock.nowMs(), end);
    }, end);
    this.#watchers.add(watch);
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
    return over.signal;
  }
}
