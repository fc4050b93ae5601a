import { fieldsOf, removePasskeyInput } from "@v-available/control-plane/person/input";
import { seeOther } from "../../../../server/form";
import { answerForm } from "../../../../server/signed-in-form";

export const dynamic = "force-dynamic";

/** Removes one of one's own passkeys. */
export const POST = (request: Request): Promise<Response> =>
  answerForm(request, "/account", async ({ who, form, access }) => {
    await access.removePasskey(fieldsOf(removePasskeyInput, Object.fromEntries(form)), who);
    return seeOther("/account");
  });
