import { demoSignInInput, fieldsOf, signInInput } from "@v-available/control-plane/person/input";
import { getServer } from "../../../server/boot";
import { orBack, originOf, pageOf, seeOther } from "../../../server/form";
import { cookieOf, stepCookie } from "../../../server/session-cookie";

export const dynamic = "force-dynamic";

/** Signs in: with a name and a password, or in the demo with a role. */
export async function POST(request: Request): Promise<Response> {
  const { access, demo } = await getServer();
  const form = await request.formData();
  const next = pageOf(form.get("next"));
  const back = (refused: string) => `/sign-in?${new URLSearchParams({ next, refused })}`;
  return orBack(back, async () => {
    const from = originOf(request.headers);
    if (demo) {
      const session = await access.signInDemo(fieldsOf(demoSignInInput, Object.fromEntries(form)).role, from);
      return seeOther(next, ...cookieOf(request.headers, session));
    }
    const given = await access.signIn(fieldsOf(signInInput, Object.fromEntries(form)), from);
    if (given.needs === null) return seeOther(next, ...cookieOf(request.headers, given));
    return seeOther(`/sign-in/code?${new URLSearchParams({ next })}`, stepCookie(request.headers, given));
  });
}
