import type { Browser, BrowserContext } from "@playwright/test";
import type { Role } from "@v-available/domain/role";

/** What a browser that is signed in sends along: "name=value". */
export type Cookie = string;

async function post(url: string, path: string, fields: Readonly<Record<string, string>>): Promise<Cookie> {
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    body: new URLSearchParams(fields),
    redirect: "manual",
  });
  const [cookie] = response.headers.getSetCookie();
  if (response.status !== 303 || !cookie)
    throw new Error(`${path} answered ${response.status} and led to ${response.headers.get("location")}.`);
  return cookie.split(";")[0] as Cookie;
}

/** Comes in as the demo's page does. */
export const signInToDemo = (url: string, role: Role = "owner"): Promise<Cookie> => post(url, "/api/session", { role });

/** What a console without an owner printed: the address of the page that makes one. */
export function ownerLinkIn(output: string): string {
  const [link] = /http\S+\/invitation\?token=\S+/.exec(output) ?? [];
  if (!link) throw new Error(`No link for the first owner was printed:\n${output}`);
  return link;
}

export const OWNER = { name: "Ada", password: "a long enough password" } as const;

/** Opens the link that the console printed. */
export function becomeOwner(url: string, output: string): Promise<Cookie> {
  const token = new URL(ownerLinkIn(output)).searchParams.get("token") ?? "";
  return post(url, "/api/invitation", { token, ...OWNER });
}

/** As the browser of a test keeps it. */
export function storageStateOf(url: string, cookie: Cookie) {
  const [name = "", value = ""] = cookie.split("=");
  const { hostname: domain } = new URL(url);
  return {
    cookies: [{ name, value, domain, path: "/", expires: -1, httpOnly: true, secure: false, sameSite: "Lax" as const }],
    origins: [],
  };
}

/**
 * Whoever uses that browser is another person from now on. One session takes the place of the other: were there none for
 * a moment, a page that is open would leave for where one signs in.
 */
export async function becomeInDemo(context: BrowserContext, url: string, role: Role): Promise<Cookie> {
  const cookie = await signInToDemo(url, role);
  await context.addCookies(storageStateOf(url, cookie).cookies);
  return cookie;
}

/** The browser of somebody else, beside the one of the test. To be closed by whoever asks for it. */
export const browserOf = async (browser: Browser, url: string, role: Role): Promise<BrowserContext> =>
  browser.newContext({
    baseURL: url,
    storageState: storageStateOf(url, await signInToDemo(url, role)),
    reducedMotion: "reduce",
  });
