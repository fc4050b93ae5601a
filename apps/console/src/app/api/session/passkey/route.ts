import { fieldsOf, passkeySignInInput } from "@v-available/control-plane/person/input";
import { getServer } from "../../../../server/boot";
import { needName } from "../../../../server/console-name";
import { originOf } from "../../../../server/form";
import { bodyOf, json, orRefused } from "../../../../server/json-answer";
import { cookieOf, stepIn } from "../../../../server/session-cookie";

export const dynamic = "force-dynamic";

/** Signs in whoever the device names. */
export const POST = (request: Request): Promise<Response> =>
  orRefused(async () => {
    const { access } = await getServer();
    const { headers } = request;
    const { response } = fieldsOf(passkeySignInInput, await bodyOf(request));
    const session = await access.signInByPasskey(stepIn(headers), response, needName(headers), originOf(headers));
    return json({}, 200, ...cookieOf(headers, session));
  });
