import { endSessionsInput, fieldsOf } from "@v-available/control-plane/person/input";
import { seeOther } from "../../../../server/form";
import { answerForm } from "../../../../server/signed-in-form";

export const dynamic = "force-dynamic";

/** Ends one session of somebody, or all. */
export const POST = (request: Request): Promise<Response> =>
  answerForm(request, "/people", async ({ who, form, access }) => {
    const input = { personId: form.get("personId"), sessionId: form.get("sessionId") };
    await access.endSessionsOf(fieldsOf(endSessionsInput, input), who);
    return seeOther("/people");
  });
