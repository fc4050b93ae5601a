import { currentPasswordInput, fieldsOf } from "@v-available/control-plane/person/input";
import { Refusal } from "@v-available/domain/refusal";
import { homeOf, seeOther } from "../../../../server/form";
import { providerBack } from "../../../../server/provider-back";
import { stepCookie } from "../../../../server/session-cookie";
import { answerForm } from "../../../../server/signed-in-form";

export const dynamic = "force-dynamic";

/** Sends somebody to the provider, so that it names them here from then on, or takes that off. */
export const POST = (request: Request): Promise<Response> =>
  answerForm(request, "/account", async ({ who, form, access }) => {
    const input = fieldsOf(currentPasswordInput, Object.fromEntries(form));
    switch (form.get("do")) {
      case "join": {
        const { step, location } = await access.beginOwnProvider(input, providerBack(homeOf(request.headers)), who);
        return seeOther(location, stepCookie(request.headers, step));
      }
      case "leave":
        await access.removeOwnProvider(input, who);
        return seeOther("/account?changed=provider-left");
      default:
        throw new Refusal({
          code: "invalid",
          message: "The form was not understood.",
          field: "do",
          limit: "join, leave",
          remedy: "Load the page again.",
        });
    }
  });
