import { changePersonInput, fieldsOf, inviteInput } from "@v-available/control-plane/person/input";
import { seeOther } from "../../../server/form";
import { answerForm } from "../../../server/signed-in-form";

export const dynamic = "force-dynamic";

/** Invites somebody, or changes what somebody may do, from the forms of the page of people. */
export const POST = (request: Request): Promise<Response> =>
  answerForm(request, "/people", async ({ who, form, access }) => {
    const sites = form.getAll("site");
    const personId = form.get("personId");
    if (personId === null) {
      const link = await access.invite(fieldsOf(inviteInput, { role: form.get("role"), sites }), who);
      return seeOther(`/people?${new URLSearchParams({ link })}`);
    }
    const disabled = form.get("disabled") !== null;
    await access.changePerson(fieldsOf(changePersonInput, { personId, role: form.get("role"), sites, disabled }), who);
    return seeOther("/people");
  });
