import { changePasswordInput, fieldsOf } from "@v-available/control-plane/person/input";
import { seeOther } from "../../../../server/form";
import { answerForm } from "../../../../server/signed-in-form";

export const dynamic = "force-dynamic";

/** Changes one's own password. */
export const POST = (request: Request): Promise<Response> =>
  answerForm(request, "/account", async ({ who, form, access }) => {
    await access.changePassword(fieldsOf(changePasswordInput, Object.fromEntries(form)), who);
    return seeOther("/account?changed=password");
  });
