import { Refusal } from "@v-available/domain/refusal";
import { LONGEST_PART } from "../../../../../../screen/frame";
import { getServer } from "../../../../../../server/boot";
import { json, orRefused } from "../../../../../../server/json-answer";
import { screenSession, UNKNOWN_PERSON } from "../../../../../../server/screen-session";

export const dynamic = "force-dynamic";

/** One part of what a page sends to the screen that it shows: `token` and `number` say which. */
export async function POST(request: Request): Promise<Response> {
  return orRefused(async () => {
    const server = await getServer();
    const { actor } = await server.contextOf({ headers: request.headers, method: "POST" });
    const session = screenSession(request.headers);
    if (actor === null || session === null) throw new Refusal(UNKNOWN_PERSON);
    const { searchParams } = new URL(request.url);
    const number = Number(searchParams.get("number"));
    if (!Number.isSafeInteger(number) || number < 1)
      throw new Refusal({
        code: "invalid",
        message: "Which part of what was typed it is, is not said.",
        field: "number",
        value: searchParams.get("number"),
        limit: "a whole number from 1 on",
        remedy: "Open the screen anew.",
      });
    const length = Number(request.headers.get("content-length") ?? 0);
    const bytes = length > LONGEST_PART ? null : new Uint8Array(await request.arrayBuffer());
    if (bytes === null || bytes.length > LONGEST_PART)
      throw new Refusal({
        code: "invalid",
        message: "Too much was sent at once.",
        field: "body",
        value: bytes?.length ?? length,
        limit: `${LONGEST_PART} bytes`,
        remedy: "Send it in parts.",
      });
    const token = searchParams.get("token") ?? "";
    return json(await server.screens.send({ token, session, number, bytes }, actor), 200);
  });
}
