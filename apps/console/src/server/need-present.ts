import type { Present } from "@v-available/control-plane/person/session";
import { Refusal } from "@v-available/domain/refusal";
import { getServer } from "./boot";
import { originOf } from "./form";
import { tokenIn } from "./session-cookie";

/** Whoever is signed in, as the database says now. @throws Refusal unauthenticated */
export async function needPresent(headers: Headers): Promise<Present> {
  const who = await (await getServer()).access.find(tokenIn(headers), true);
  if (who) return { ...who, from: originOf(headers) };
  throw new Refusal({
    code: "unauthenticated",
    message: "Nobody is signed in here.",
    remedy: "Sign in, then ask again.",
  });
}
