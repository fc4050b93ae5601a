import { getServer } from "../../../../../server/boot";
import { orBack, originOf, seeOther } from "../../../../../server/form";
import { cookieOf, stepIn } from "../../../../../server/session-cookie";

export const dynamic = "force-dynamic";

/** Where the provider sends the browser back to. */
export async function GET(request: Request): Promise<Response> {
  const { access } = await getServer();
  const token = stepIn(request.headers);
  const { next, invitation } = (await access.providerErrand(token)) ?? { next: "/", invitation: "" };
  const back = (refused: string) =>
    invitation === ""
      ? `/sign-in?${new URLSearchParams({ next, refused })}`
      : `/invitation?${new URLSearchParams({ token: invitation, refused })}`;
  return orBack(back, async () => {
    const session = await access.signInByProvider(token, new URL(request.url).search, originOf(request.headers));
    return seeOther(next, ...cookieOf(request.headers, session));
  });
}
