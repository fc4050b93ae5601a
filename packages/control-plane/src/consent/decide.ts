import type { Queryable } from "@v-available/db/database";
import { lossConsent } from "@v-available/db/schema/loss-consent";
import { Refusal } from "@v-available/domain/refusal";
import { momentWords } from "@v-available/domain/wording";
import { eq } from "drizzle-orm";
import { type ActorDeed, type Done, perform } from "../audit/deed";
import { authorise, authoriseAt } from "../authorise";
import type { Actor } from "../desk";
import { type FactWriter, writeFacts } from "../ledger";
import { notFound } from "../query/not-found";
import type { VerbKit } from "../task/submit";
import type { TaskView } from "../view/task";
import { chooseCopy } from "../vm/choose-copy";
import { chooseCopyInput, recoverMachineInput } from "../vm/input";
import { recoverMachine } from "../vm/recover";
import { findMachine } from "../vm/view";
import type { ConsentInput, DeclineConsentInput } from "./input";
import { recordConsent } from "./record";

type ConsentRecord = typeof lossConsent.$inferSelect;

async function findConsent(db: Queryable, consentId: string): Promise<ConsentRecord> {
  const [row] = await db.select().from(lossConsent).where(eq(lossConsent.id, consentId));
  if (!row) throw notFound("question", "consentId", consentId);
  return row;
}

/** Also where one of the two is a program that acts with somebody's key. */
const isOwn = ({ askedBy, askedById }: ConsentRecord, { name, personId }: Actor): boolean =>
  askedBy === name || (askedById !== null && askedById === personId);

/**
 * The second person agrees, and it is done in both their names. The deed comes first and its key is that of the question:
 * whoever agrees again after a crash in between does nothing twice.
 */
export async function agreeToLoss(kit: VerbKit, { consentId }: ConsentInput, deed: ActorDeed): Promise<TaskView> {
  const { by } = deed;
  authorise(by, "declare-loss");
  const row = await kit.db.read((db) => findConsent(db, consentId));
  if (isOwn(row, by))
    throw new Refusal({
      code: "forbidden",
      message: `${by.name} asked for it, and can't be the second person.`,
      field: "consentId",
      value: by.name,
      limit: "somebody else than who asked",
      remedy: "Somebody else who may declare a loss agrees.",
    });
  if (row.state !== "agreed") refuseIfDecided(row, kit.clock.nowMs());
  const agreed: ActorDeed = {
    ...deed,
    subject: { kind: "vm", id: row.vmId },
    reason: `${row.askedBy}: ${row.reason}`,
    askedBy: row.askedBy,
  };
  const task = await (row.deed === "machine.recover"
    ? recoverMachine(kit, recoverMachineInput.parse(row.input), agreed)
    : chooseCopy(kit, chooseCopyInput.parse(row.input), agreed));
  // What the person did is audited with the deed itself; this only ends the question.
  await writeFacts(kit, (writer) =>
    end(writer, by, consentId, "agreed", (title) => `${by.name} agrees with ${row.askedBy}: ${title}.`),
  );
  return task;
}

export async function declineLoss(
  kit: VerbKit,
  { consentId, reason }: DeclineConsentInput,
  deed: ActorDeed,
): Promise<{ consentId: string }> {
  authorise(deed.by, "declare-loss");
  const { by } = deed;
  return perform(kit, deed, (writer) =>
    end(writer, by, consentId, "declined", (title) => `${by.name} declines: ${title}. ${reason}`),
  );
}

/** Whoever asked takes it back. */
export async function withdrawLoss(
  kit: VerbKit,
  { consentId }: ConsentInput,
  deed: ActorDeed,
): Promise<{ consentId: string }> {
  const { by } = deed;
  authorise(by, "declare-loss");
  const row = await kit.db.read((db) => findConsent(db, consentId));
  if (!isOwn(row, by))
    throw new Refusal({
      code: "forbidden",
      message: `${row.askedBy} asked for it; only they can take it back.`,
      field: "consentId",
      value: by.name,
      limit: row.askedBy,
      remedy: "Decline it instead.",
    });
  return perform(kit, deed, (writer) =>
    end(writer, by, consentId, "withdrawn", (title) => `${by.name} takes the question back: ${title}.`),
  );
}

async function end(
  writer: FactWriter,
  by: Actor,
  consentId: string,
  state: "agreed" | "declined" | "withdrawn",
  sentence: (title: string) => string,
): Promise<Done<{ consentId: string }>> {
  const row = await findConsent(writer.db, consentId);
  const subject = { kind: "vm", id: row.vmId } as const;
  const answer = { consentId };
  if (row.state === state) return { answer, before: null, after: null, outcome: "unchanged", subject };
  if (state !== "agreed") refuseIfDecided(row, writer.nowMs);
  const { machine, pair } = await findMachine(writer.db, writer.nowMs, row.vmId);
  await authoriseAt(writer.db, by, { pairId: pair.row.id });
  await writer.db
    .update(lossConsent)
    .set({ state, decidedBy: by.name, decidedAtMs: writer.nowMs, revision: writer.revision })
    .where(eq(lossConsent.id, consentId));
  const { id, ref, name, adapter } = machine.row;
  const intent = { subject: { kind: "vm", id, ref, name } as const, pairId: pair.row.id, adapter };
  recordConsent(writer, by, intent, `consent.${state}`, sentence(row.title));
  return { answer, before: { state: row.state }, after: { state, title: row.title }, subject };
}

function refuseIfDecided(row: ConsentRecord, nowMs: number): void {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const because =
    row.state !== "waiting"
      ? `It was ${row.state} by ${row.decidedBy ?? "somebody"} before.`
      : row.expiresAtMs <= nowMs
        ? `It was asked for too long ago: it held until ${momentWords(row.expiresAtMs, nowMs, zone)}.`
        : null;
  if (because === null) return;
  throw new Refusal({
    code: "illegal-transition",
    message: `Nothing was done. ${because}`,
    field: "consentId",
    value: row.state,
    limit: "a question that waits",
    remedy: "Look at the machine as it is now, and ask anew if it is still wanted.",
  });
}
