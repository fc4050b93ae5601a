import { createHash } from "node:crypto";
import type { RefusalDetail } from "@v-available/domain/refusal";
import { tokenIn } from "./session-cookie";

/** Whose browser it is: what was opened from it is answered only to it. Null for whoever is not signed in. */
export function screenSession(headers: Headers): string | null {
  const token = tokenIn(headers);
  return token === null ? null : createHash("sha256").update(token).digest("hex");
}

export const UNKNOWN_PERSON: RefusalDetail = {
  code: "unauthenticated",
  message: "Nobody is signed in.",
  remedy: "Sign in, then open the screen anew.",
};
