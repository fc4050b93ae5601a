import { endOwnSessionInput, fieldsOf } from "@v-available/control-plane/person/input";
import { seeOther } from "../../../../server/form";
import { answerForm } from "../../../../server/signed-in-form";

export const dynamic = "force-dynamic";

/** Ends one of one's own sessions, or all but this one. */
export const POST = (request: Request): Promise<Response> =>
  answerForm(request, "/account", async ({ who, form, access }) => {
    const sessionId = form.get("sessionId");
    const which =
      sessionId === null ? { allBut: who.sessionId } : { id: fieldsOf(endOwnSessionInput, { sessionId }).sessionId };
    await access.endOwnSessions(which, who);
    return seeOther("/account");
  });
