import { acceptInput, fieldsOf } from "@v-available/control-plane/person/input";
import { getServer } from "../../../server/boot";
import { orBack, originOf, seeOther } from "../../../server/form";
import { cookieOf } from "../../../server/session-cookie";

export const dynamic = "force-dynamic";

/** Makes the person of a one-time link and signs them in. */
export async function POST(request: Request): Promise<Response> {
  const { access } = await getServer();
  const form = await request.formData();
  const token = String(form.get("token") ?? "");
  const back = (refused: string) => `/invitation?${new URLSearchParams({ token, refused })}`;
  return orBack(back, async () => {
    const session = await access.accept(fieldsOf(acceptInput, Object.fromEntries(form)), originOf(request.headers));
    return seeOther("/", ...cookieOf(request.headers, session));
  });
}
