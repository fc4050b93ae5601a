import { type NextRequest, NextResponse } from "next/server";
import { objectionToKey } from "./server/bearer";
import { namesFrom, objectionTo } from "./server/request-origin";
import { signedInAt } from "./server/running";

const names = namesFrom(process.env.CONSOLE_HOSTS);

/** What is answered to whoever is not signed in: how to come in, and what asks for itself. */
const OPEN =
  /^\/(?:sign-in|sign-in\/code|invitation|password)$|^\/(?:api|_next)\/|^\/(?:icon\.svg|apple-icon\.png|app-icon-[a-z0-9]+\.png|manifest\.webmanifest)$/;

/** Runs before every page and every call. */
export async function proxy({ method, headers, nextUrl }: NextRequest): Promise<NextResponse> {
  const objection = objectionTo({ method, host: headers.get("host"), origin: headers.get("origin") }, names);
  if (objection) return NextResponse.json(objection, { status: 403 });
  const { pathname, search } = nextUrl;
  const notForKeys = objectionToKey(headers, pathname);
  if (notForKeys) return NextResponse.json(notForKeys, { status: 403 });
  if (OPEN.test(pathname) || (await signedInAt(headers))) return NextResponse.next();
  // The router inside the browser cannot take another document for an answer; it leaves this one for the page instead.
  if (headers.has("rsc")) return new NextResponse(null, { status: 401 });
  // Under the name that the browser knows: behind a proxy the process knows itself by another.
  const home = `${headers.get("x-forwarded-proto") ?? "http"}://${headers.get("host")}`;
  const signIn = new URL(`/sign-in?${new URLSearchParams({ next: `${pathname}${search}` })}`, home);
  return NextResponse.redirect(signIn);
}
