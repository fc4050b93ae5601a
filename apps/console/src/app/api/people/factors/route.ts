import { fieldsOf, removeFactorsInput } from "@v-available/control-plane/person/input";
import { seeOther } from "../../../../server/form";
import { answerForm } from "../../../../server/signed-in-form";

export const dynamic = "force-dynamic";

/** Takes codes and passkeys off somebody. */
export const POST = (request: Request): Promise<Response> =>
  answerForm(request, "/people", async ({ who, form, access }) => {
    await access.removeFactors(fieldsOf(removeFactorsInput, Object.fromEntries(form)), who);
    return seeOther("/people");
  });
