import { confirmCodesInput, currentPasswordInput, fieldsOf } from "@v-available/control-plane/person/input";
import { Refusal } from "@v-available/domain/refusal";
import { seeOther } from "../../../../server/form";
import { answerForm } from "../../../../server/signed-in-form";
import { tell } from "../../../../server/told-once";

export const dynamic = "force-dynamic";

/** Sets codes up, in two steps, takes them off, and makes new recovery codes. */
export const POST = (request: Request): Promise<Response> =>
  answerForm(request, "/account", async ({ who, form, access }) => {
    const fields = Object.fromEntries(form);
    const tellCodes = (codes: readonly string[]) =>
      seeOther("/account", tell(request.headers, { kind: "recovery-codes", codes }));
    switch (form.get("do")) {
      case "begin":
        await access.beginCodes(fieldsOf(currentPasswordInput, fields), who);
        return seeOther("/account#codes");
      case "confirm":
        return tellCodes(await access.confirmCodes(fieldsOf(confirmCodesInput, fields), who));
      case "renew":
        return tellCodes(await access.renewRecoveryCodes(fieldsOf(currentPasswordInput, fields), who));
      case "remove":
        await access.removeCodes(fieldsOf(currentPasswordInput, fields), who);
        return seeOther("/account?changed=codes");
      default:
        throw new Refusal({
          code: "invalid",
          message: "The form was not understood.",
          field: "do",
          limit: "begin, confirm, renew, remove",
          remedy: "Load the page again.",
        });
    }
  });
