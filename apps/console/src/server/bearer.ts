import { KEY_PREFIX } from "@v-available/domain/key-prefix";
import type { RefusalDetail } from "@v-available/domain/refusal";

/** The key that a program shows; null where it shows none. What a proxy in front shows for itself is let be. */
export function keyIn(headers: Headers): string | null {
  const [, shown] = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  return shown?.startsWith(KEY_PREFIX) ? shown : null;
}

export const KEY_UNKNOWN: RefusalDetail = {
  code: "unauthenticated",
  message: "This key is not known: it was revoked, it is over, or its person is kept out.",
  field: "Authorization",
  remedy: "Make a new key on the page My account.",
};

/** What answers to keys. Everything else is for people. */
const FOR_KEYS = /^\/api\/(?:trpc\/|health$)/;

/** Why a program with a key is not answered there; null where it is. */
export const objectionToKey = (headers: Headers, pathname: string) =>
  keyIn(headers) !== null && pathname.startsWith("/api/") && !FOR_KEYS.test(pathname)
    ? {
        message: "A key opens the API at /api/trpc, and nothing by which one signs in or says who may do what.",
        remedy: "Sign in with a browser to do this.",
      }
    : null;
