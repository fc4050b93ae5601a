import type { NewSession } from "@v-available/control-plane/person/session";

const COOKIE = "v-available.session";

/** The token that the browser of this request holds. */
export function tokenIn(headers: Headers): string | null {
  for (const part of (headers.get("cookie") ?? "").split(";")) {
    const [name, value] = part.trim().split("=");
    if (name === COOKIE && value) return value;
  }
  return null;
}

/** No script reads it, no other site sends it along with a form, and over TLS it never travels without. */
const kept = (headers: Headers, value: string, seconds: number): string =>
  [
    `${COOKIE}=${value}`,
    "Path=/",
    "HttpOnly",
    "SameSite=Lax",
    `Max-Age=${seconds}`,
    ...(headers.get("x-forwarded-proto") === "https" ? ["Secure"] : []),
  ].join("; ");

export const cookieOf = (headers: Headers, { token, expiresAtMs }: NewSession): string =>
  kept(headers, token, Math.max(0, Math.floor((expiresAtMs - Date.now()) / 1_000)));
export const noCookie = (headers: Headers): string => kept(headers, "", 0);
