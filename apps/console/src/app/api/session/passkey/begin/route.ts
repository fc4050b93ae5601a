import { getServer } from "../../../../../server/boot";
import { needName } from "../../../../../server/console-name";
import { originOf } from "../../../../../server/form";
import { json, orRefused } from "../../../../../server/json-answer";
import { stepCookie } from "../../../../../server/session-cookie";

export const dynamic = "force-dynamic";

/** What a device is asked so that somebody signs in. */
export const POST = (request: Request): Promise<Response> =>
  orRefused(async () => {
    const { access } = await getServer();
    const { step, options } = await access.beginPasskeySignIn(needName(request.headers), originOf(request.headers));
    return json(options, 200, stepCookie(request.headers, step));
  });
