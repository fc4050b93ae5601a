import { changePersonInput, fieldsOf, inviteInput } from "@v-available/control-plane/person/input";
import { getServer } from "../../../server/boot";
import { orBack, originOf, seeOther } from "../../../server/form";
import { tokenIn } from "../../../server/session-cookie";

export const dynamic = "force-dynamic";

/** Invites somebody, or changes what somebody may do, from the forms of the page of people. */
export async function POST(request: Request): Promise<Response> {
  const { access } = await getServer();
  const who = await access.find(tokenIn(request.headers), true);
  if (who === null) return seeOther("/sign-in?next=%2Fpeople");
  const actor = { ...who, from: originOf(request.headers) };
  const form = await request.formData();
  const sites = form.getAll("site");
  const back = (refused: string) => `/people?${new URLSearchParams({ refused })}`;
  return orBack(back, async () => {
    const personId = form.get("personId");
    if (personId === null) {
      const link = await access.invite(fieldsOf(inviteInput, { role: form.get("role"), sites }), actor);
      return seeOther(`/people?${new URLSearchParams({ link })}`);
    }
    const disabled = form.get("disabled") !== null;
    await access.changePerson(
      fieldsOf(changePersonInput, { personId, role: form.get("role"), sites, disabled }),
      actor,
    );
    return seeOther("/people");
  });
}
