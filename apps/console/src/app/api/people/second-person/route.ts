import { getServer } from "../../../../server/boot";
import { seeOther } from "../../../../server/form";
import { answerForm } from "../../../../server/signed-in-form";

export const dynamic = "force-dynamic";

/** Sets whether a loss needs a second person. */
export const POST = (request: Request): Promise<Response> =>
  answerForm(request, "/people", async ({ who, form }) => {
    const { setSecondPerson } = await getServer();
    await setSecondPerson({ needed: form.get("needed") === "yes" }, who);
    return seeOther("/people");
  });
