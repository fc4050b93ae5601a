import { getServer } from "../../../../server/boot";
import { homeOf, orBack, originOf, pageOf, seeOther } from "../../../../server/form";
import { providerBack } from "../../../../server/provider-back";
import { stepCookie } from "../../../../server/session-cookie";

export const dynamic = "force-dynamic";

/** Sends the browser to the provider, to sign in or to join by a link. */
export async function POST(request: Request): Promise<Response> {
  const { access } = await getServer();
  const form = await request.formData();
  const next = pageOf(form.get("next"));
  const invitation = String(form.get("token") ?? "");
  const back = (refused: string) =>
    invitation === ""
      ? `/sign-in?${new URLSearchParams({ next, refused })}`
      : `/invitation?${new URLSearchParams({ token: invitation, refused })}`;
  return orBack(back, async () => {
    const redirectUri = providerBack(homeOf(request.headers));
    const { step, location } = await access.beginProviderSignIn(
      { next, invitation },
      redirectUri,
      originOf(request.headers),
    );
    return seeOther(location, stepCookie(request.headers, step));
  });
}
