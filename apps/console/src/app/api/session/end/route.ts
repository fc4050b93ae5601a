import { getServer } from "../../../../server/boot";
import { originOf, seeOther } from "../../../../server/form";
import { noCookie, tokenIn } from "../../../../server/session-cookie";
import { tellNoMore } from "../../../../server/told-once";

export const dynamic = "force-dynamic";

/** Signs out: the session is gone, whoever else has its token. */
export async function POST(request: Request): Promise<Response> {
  const { access } = await getServer();
  const who = await access.find(tokenIn(request.headers), true);
  if (who) await access.signOut({ ...who, from: originOf(request.headers) });
  return seeOther("/sign-in", noCookie(request.headers), tellNoMore(request.headers));
}
