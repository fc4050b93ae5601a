import { createKeyInput, fieldsOf, revokeOwnKeyInput } from "@v-available/control-plane/person/input";
import { seeOther } from "../../../../server/form";
import { answerForm } from "../../../../server/signed-in-form";
import { tell } from "../../../../server/told-once";

export const dynamic = "force-dynamic";

/** Makes a key for a program, or revokes one. */
export const POST = (request: Request): Promise<Response> =>
  answerForm(request, "/account", async ({ who, form, access }) => {
    const currentPassword = form.get("currentPassword");
    const keyId = form.get("keyId");
    if (keyId !== null) {
      await access.revokeOwnKey(fieldsOf(revokeOwnKeyInput, { keyId, currentPassword }), who);
      return seeOther("/account");
    }
    const input = fieldsOf(createKeyInput, {
      currentPassword,
      name: form.get("name"),
      role: form.get("role"),
      sites: form.getAll("site"),
      days: form.get("days"),
    });
    return seeOther("/account", tell(request.headers, { kind: "api-key", ...(await access.createKey(input, who)) }));
  });
