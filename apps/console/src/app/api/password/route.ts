import { fieldsOf, resetPasswordInput } from "@v-available/control-plane/person/input";
import { getServer } from "../../../server/boot";
import { orBack, originOf, seeOther } from "../../../server/form";

export const dynamic = "force-dynamic";

/** Takes the password that is chosen by a one-time link. */
export async function POST(request: Request): Promise<Response> {
  const { access } = await getServer();
  const form = await request.formData();
  const token = String(form.get("token") ?? "");
  const back = (refused: string) => `/password?${new URLSearchParams({ token, refused })}`;
  return orBack(back, async () => {
    const input = fieldsOf(resetPasswordInput, { token, password: form.get("password") });
    await access.resetPassword(input, originOf(request.headers));
    return seeOther("/sign-in");
  });
}
