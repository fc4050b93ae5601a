import { fieldsOf, revokeKeyInput } from "@v-available/control-plane/person/input";
import { seeOther } from "../../../../server/form";
import { answerForm } from "../../../../server/signed-in-form";

export const dynamic = "force-dynamic";

/** Revokes a key of somebody. */
export const POST = (request: Request): Promise<Response> =>
  answerForm(request, "/people", async ({ who, form, access }) => {
    await access.revokeKeyOf(fieldsOf(revokeKeyInput, Object.fromEntries(form)), who);
    return seeOther("/people");
  });
