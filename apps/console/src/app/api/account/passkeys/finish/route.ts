import { fieldsOf, newPasskeyInput } from "@v-available/control-plane/person/input";
import { getServer } from "../../../../../server/boot";
import { needName } from "../../../../../server/console-name";
import { bodyOf, json, orRefused } from "../../../../../server/json-answer";
import { needPresent } from "../../../../../server/need-present";
import { stepIn } from "../../../../../server/session-cookie";

export const dynamic = "force-dynamic";

/** Keeps the passkey that a device has made. */
export const POST = (request: Request): Promise<Response> =>
  orRefused(async () => {
    const { access } = await getServer();
    const who = await needPresent(request.headers);
    const input = fieldsOf(newPasskeyInput, await bodyOf(request));
    await access.addPasskey(stepIn(request.headers), input, needName(request.headers), who);
    return json({}, 200);
  });
