import { fieldsOf, linkPasswordInput } from "@v-available/control-plane/person/input";
import { seeOther } from "../../../../server/form";
import { answerForm } from "../../../../server/signed-in-form";
import { tell } from "../../../../server/told-once";

export const dynamic = "force-dynamic";

/** Makes a link by which somebody chooses a new password. */
export const POST = (request: Request): Promise<Response> =>
  answerForm(request, "/people", async ({ who, form, access }) => {
    const input = fieldsOf(linkPasswordInput, { personId: form.get("personId") });
    const { token, name } = await access.linkPassword(input, who);
    return seeOther("/people", tell(request.headers, { kind: "password-link", name, token }));
  });
