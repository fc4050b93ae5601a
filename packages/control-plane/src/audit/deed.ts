import { auditEntry } from "@v-available/db/schema/audit-entry";
import type { AuditKind, AuditOutcome, AuditRefusal } from "@v-available/domain/audit";
import { Refusal, type RefusalDetail } from "@v-available/domain/refusal";
import type { Role } from "@v-available/domain/role";
import { and, eq, gt, isNull } from "drizzle-orm";
import type { Actor, Origin } from "../desk";
import type { Environment } from "../environment";
import { type FactWriter, writeFacts } from "../ledger";
import { type SubjectRef, subjectOf } from "./subject";

/** Who wants something, as far as that is known: null for whoever is not signed in. */
export interface Asker {
  readonly personId: string | null;
  readonly name: string | null;
  readonly role: Role | null;
  readonly from: Origin;
}

/** Something that somebody wants to do. */
export interface Deed<By extends Asker = Asker> {
  readonly kind: AuditKind;
  readonly by: By;
  readonly subject: SubjectRef | null;
  readonly reason: string | null;
}
/** Of somebody who is signed in. */
export type ActorDeed = Deed<Actor> & {
  /** Who asked for it, where it is done because a second person agreed: then `by` is that second person. */
  readonly askedBy?: string;
};

/** What came of it: the answer to whoever asked, and what the audit log says. */
export type Done<Answer> = Change &
  (
    | {
        readonly answer: Answer;
        /** `done` where none is given. */
        readonly outcome?: Exclude<AuditOutcome, "refused">;
      }
    /** Refused, and what it changes stays all the same: a count of wrong passwords. */
    | { readonly refusal: Refusal }
  );

interface Change {
  /** What it was before and is after, in what matters to whoever reads it later; never a secret. */
  readonly before: unknown;
  readonly after: unknown;
  /** Of what has been made, or found, by it. */
  readonly subject?: SubjectRef;
  readonly taskId?: string;
  /** Where only the work finds out who it is, or what it came to. */
  readonly by?: Asker;
  readonly kind?: AuditKind;
}

/**
 * The one way for a person to change something: the facts and their entry in the audit log are one transaction. Work that
 * does not say what it did does not compile.
 */
export async function perform<Answer>(
  environment: Pick<Environment, "db" | "clock">,
  deed: Deed,
  work: (writer: FactWriter) => Promise<Done<Answer>>,
): Promise<Answer> {
  const done = await writeFacts(environment, async (writer) => {
    const result = await work(writer);
    await writeEntry(writer, deed, result);
    return result;
  });
  if ("refusal" in done) throw done.refusal;
  return done.answer;
}

/** What is refused leaves an entry too: in a transaction of its own, since the one that it was refused in is undone. */
export async function attempt<D extends Deed, Answer>(
  environment: Environment,
  deed: D,
  work: (deed: D) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work(deed);
  } catch (error) {
    if (error instanceof Refusal) await recordRefusal(environment, deed, error.detail);
    throw error;
  }
}

/** More than this and whoever fills the log from outside is only counted in the console's own. */
const UNKNOWN_A_MINUTE = 60;

/** Whoever was refused is told why even where that cannot be written. */
export async function recordRefusal(environment: Environment, deed: Deed, refusal: RefusalDetail): Promise<void> {
  const { kind, by } = deed;
  const said = { kind, person: by.name, address: by.from.address, refusal: refusal.message };
  try {
    if (by.role === null && (await refusedUnknown(environment)) >= UNKNOWN_A_MINUTE)
      environment.log.warn("Too many who are not signed in were refused within a minute; this is not audited.", said);
    else
      await writeFacts(environment, (writer) =>
        writeEntry(writer, deed, { before: null, after: null, refusal: new Refusal(refusal) }),
      );
  } catch (error) {
    environment.log.error("A refusal could not be written into the audit log.", { ...said, error: String(error) });
  }
}

const refusedUnknown = ({ db, clock }: Environment): Promise<number> =>
  db.read((tx) =>
    tx.$count(
      auditEntry,
      and(gt(auditEntry.atMs, clock.nowMs() - 60_000), isNull(auditEntry.role), eq(auditEntry.outcome, "refused")),
    ),
  );

const LONGEST_AGENT = 200;
const LONGEST_ADDRESS = 64;

/** Never the value that was sent: it may be a secret in the wrong field. */
const kept = ({ detail: { code, message, field, limit } }: Refusal): AuditRefusal => ({ code, message, field, limit });

async function writeEntry(writer: FactWriter, deed: Deed, done: Done<unknown>): Promise<void> {
  const by = done.by ?? deed.by;
  writer.audit({
    kind: done.kind ?? deed.kind,
    outcome: "refusal" in done ? "refused" : (done.outcome ?? "done"),
    personId: by.personId,
    personName: by.name,
    role: by.role,
    address: by.from.address.slice(0, LONGEST_ADDRESS),
    agent: by.from.agent.slice(0, LONGEST_AGENT),
    ...(await subjectOf(writer.db, done.subject ?? deed.subject)),
    taskId: done.taskId ?? null,
    reason: deed.reason,
    before: done.before,
    after: done.after,
    refusal: "refusal" in done ? kept(done.refusal) : null,
  });
}
