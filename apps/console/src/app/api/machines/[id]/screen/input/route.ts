import { Refusal } from "@v-available/domain/refusal";
import { LONGEST_PART } from "../../../../../../screen/frame";
import { getServer } from "../../../../../../server/boot";
import { json, orRefused } from "../../../../../../server/json-answer";
import { screenSession, UNKNOWN_PERSON } from "../../../../../../server/screen-session";

export const dynamic = "force-dynamic";

/** Read no further than it may be long. @throws Refusal invalid */
async function bytesIn({ body }: Request): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    parts.push(part.value);
    length += part.value.length;
    if (length <= LONGEST_PART) continue;
    await reader?.cancel();
    throw new Refusal({
      code: "invalid",
      message: "Too much was sent at once.",
      field: "body",
      value: length,
      limit: `${LONGEST_PART} bytes`,
      remedy: "Send it in parts.",
    });
  }
  return new Uint8Array(Buffer.concat(parts));
}

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
    const bytes = await bytesIn(request);
    const token = searchParams.get("token") ?? "";
    return json(await server.screens.send({ token, session, number, bytes }, actor), 200);
  });
}
