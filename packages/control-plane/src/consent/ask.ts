import { lossConsent } from "@v-available/db/schema/loss-consent";
import { CONSENT_HOLDS_MS } from "@v-available/domain/loss-consent";
import { Refusal } from "@v-available/domain/refusal";
import { and, eq, gt } from "drizzle-orm";
import { type ActorDeed, perform } from "../audit/deed";
import { authorise, authoriseIntent } from "../authorise";
import type { VerbKit } from "../task/submit";
import { choiceIntent } from "../vm/choose-copy";
import { recoveryIntent } from "../vm/recover";
import type { AskConsentInput } from "./input";
import { recordConsent } from "./record";

/** Asks a second person for a deed that gives something up. It is judged now, and again when somebody agrees. */
export function askConsent(
  kit: VerbKit,
  asked: AskConsentInput,
  deed: ActorDeed,
): Promise<{ readonly consentId: string }> {
  const { by } = deed;
  authorise(by, "declare-loss");
  const { machineId, taskKey, reason } = asked.input;
  return perform(kit, deed, async (writer) => {
    const { db, nowMs } = writer;
    const [known] = await db.select().from(lossConsent).where(eq(lossConsent.taskKey, taskKey));
    if (known) return { answer: { consentId: known.id }, before: null, after: null, outcome: "unchanged" };
    const intent =
      asked.deed === "machine.recover"
        ? await recoveryIntent(db, nowMs, asked.input, by.name)
        : await choiceIntent(db, nowMs, asked.input, by.name);
    await authoriseIntent(db, by, intent);
    const [other] = await db
      .select()
      .from(lossConsent)
      .where(
        and(eq(lossConsent.vmId, machineId), eq(lossConsent.state, "waiting"), gt(lossConsent.expiresAtMs, nowMs)),
      );
    if (other)
      throw new Refusal({
        code: "conflict",
        message: `${other.askedBy} asks for a loss of ${intent.subject.name} already.`,
        field: "machineId",
        value: intent.subject.name,
        limit: "one question for a machine at a time",
        remedy: "Agree to it, decline it, or let it be withdrawn first.",
      });
    const id = writer.newId();
    await db.insert(lossConsent).values({
      id,
      revision: writer.revision,
      deed: asked.deed,
      vmId: machineId,
      input: asked.input,
      taskKey,
      title: intent.title,
      reason,
      askedBy: by.name,
      askedById: by.personId,
      askedAtMs: nowMs,
      expiresAtMs: nowMs + CONSENT_HOLDS_MS,
      state: "waiting",
      decidedBy: null,
      decidedAtMs: null,
    });
    recordConsent(writer, by, intent, "consent.ask", `${by.name} asks a second person: ${intent.title}. ${reason}`);
    return {
      answer: { consentId: id },
      before: null,
      after: { title: intent.title, expiresAtMs: nowMs + CONSENT_HOLDS_MS },
      subject: { kind: "vm", id: machineId },
    };
  });
}
