import { codeInput, fieldsOf } from "@v-available/control-plane/person/input";
import { getServer } from "../../../../server/boot";
import { orBack, originOf, pageOf, seeOther } from "../../../../server/form";
import { cookieOf, stepIn } from "../../../../server/session-cookie";

export const dynamic = "force-dynamic";

/** The second half of signing in. */
export async function POST(request: Request): Promise<Response> {
  const { access } = await getServer();
  const form = await request.formData();
  const next = pageOf(form.get("next"));
  const back = (refused: string) => `/sign-in/code?${new URLSearchParams({ next, refused })}`;
  return orBack(back, async () => {
    const input = fieldsOf(codeInput, { code: form.get("code") });
    const session = await access.signInByCode(stepIn(request.headers), input, originOf(request.headers));
    return seeOther(next, ...cookieOf(request.headers, session));
  });
}
