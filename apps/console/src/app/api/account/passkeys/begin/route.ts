import { currentPasswordInput, fieldsOf } from "@v-available/control-plane/person/input";
import { getServer } from "../../../../../server/boot";
import { needName } from "../../../../../server/console-name";
import { bodyOf, json, orRefused } from "../../../../../server/json-answer";
import { needPresent } from "../../../../../server/need-present";
import { stepCookie } from "../../../../../server/session-cookie";

export const dynamic = "force-dynamic";

/** What a device is asked to make a passkey of. */
export const POST = (request: Request): Promise<Response> =>
  orRefused(async () => {
    const { access, configuration } = await getServer();
    const who = await needPresent(request.headers);
    const input = fieldsOf(currentPasswordInput, await bodyOf(request));
    const at = needName(request.headers);
    const { step, options } = await access.beginPasskey(input, at, configuration.organisation, who);
    return json(options, 200, stepCookie(request.headers, step));
  });
