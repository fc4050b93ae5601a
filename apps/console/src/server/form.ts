import type { Origin } from "@v-available/control-plane/desk";
import { Refusal } from "@v-available/domain/refusal";

/** Where a request came from; behind a proxy, what the proxy says. */
export const originOf = (headers: Headers): Origin => ({
  address: headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "an unknown address",
  agent: headers.get("user-agent") ?? "",
});

/** The address of the console as the browser that asks knows it, without a slash at its end. */
export const homeOf = (headers: Headers): string =>
  `${headers.get("x-forwarded-proto") ?? "http"}://${headers.get("host")}`;

export function seeOther(location: string, ...cookies: readonly string[]): Response {
  const headers = new Headers({ Location: location });
  for (const cookie of cookies) headers.append("Set-Cookie", cookie);
  return new Response(null, { status: 303, headers });
}

/** Only a page of this console: an address that leads elsewhere is not followed. */
export const pageOf = (wanted: unknown): string =>
  typeof wanted === "string" && /^\/(?![/\\])/.test(wanted) ? wanted : "/";

/** Back to the form with the reason; what is not a refusal is a defect and goes on. */
export async function orBack(back: (sentence: string) => string, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return seeOther(back([error.detail.message, error.detail.remedy].filter(Boolean).join(" ")));
  }
}

/** What a page is asked with in its address. */
export type Search = Promise<Readonly<Record<string, string | string[] | undefined>>>;
export const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;
