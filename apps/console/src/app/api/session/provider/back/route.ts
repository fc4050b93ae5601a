import { getServer } from "../../../../../server/boot";
import { orBack, originOf, seeOther } from "../../../../../server/form";
import { cookieOf, noStep, stepIn } from "../../../../../server/session-cookie";
import { answerSignedIn } from "../../../../../server/signed-in-form";

export const dynamic = "force-dynamic";

const NOTHING_BEGUN = { next: "/", invitation: "", isOwn: false };

/** Where the provider sends the browser back to. */
export async function GET(request: Request): Promise<Response> {
  const { access } = await getServer();
  const token = stepIn(request.headers);
  const { next, invitation, isOwn } = (await access.providerErrand(token)) ?? NOTHING_BEGUN;
  if (isOwn)
    return answerSignedIn(request, next, async (who) => {
      await access.addOwnProvider(token, new URL(request.url).search, who);
      return seeOther(`${next}?changed=provider-joined`, noStep(request.headers));
    });
  const back = (refused: string) =>
    invitation === ""
      ? `/sign-in?${new URLSearchParams({ next, refused })}`
      : `/invitation?${new URLSearchParams({ token: invitation, refused })}`;
  return orBack(back, async () => {
    const session = await access.signInByProvider(token, new URL(request.url).search, originOf(request.headers));
    return seeOther(next, ...cookieOf(request.headers, session));
  });
}
