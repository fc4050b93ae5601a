import type { Present } from "@v-available/control-plane/person/session";
import { getServer, type Server } from "./boot";
import { orBack, originOf, seeOther } from "./form";
import { tokenIn } from "./session-cookie";

/** What a form of somebody who is signed in is answered with. */
export interface SentForm {
  readonly who: Present;
  readonly form: FormData;
  readonly access: Server["access"];
}

/**
 * Answers a form of a page that is for whoever is signed in: a refusal leads back to the page, with its sentence.
 * @param page its path
 */
export const answerForm = (
  request: Request,
  page: string,
  work: (sent: SentForm) => Promise<Response>,
): Promise<Response> =>
  answerSignedIn(request, page, async (who, access) => work({ who, form: await request.formData(), access }));

/** The same for a browser that comes back without a form. */
export async function answerSignedIn(
  request: Request,
  page: string,
  work: (who: Present, access: Server["access"]) => Promise<Response>,
): Promise<Response> {
  const { access } = await getServer();
  const who = await access.find(tokenIn(request.headers), true);
  if (who === null) return seeOther(`/sign-in?${new URLSearchParams({ next: page })}`);
  return orBack(
    (refused) => `${page}?${new URLSearchParams({ refused })}`,
    () => work({ ...who, from: originOf(request.headers) }, access),
  );
}
