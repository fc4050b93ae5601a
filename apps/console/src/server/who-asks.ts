import "server-only";
import type { SignedIn } from "@v-available/control-plane/person/session";
import { headers } from "next/headers";
import { getServer } from "./boot";
import { tokenIn } from "./session-cookie";

/** Who asks for this page; null where nobody is signed in. */
export async function whoAsks(): Promise<SignedIn | null> {
  return (await getServer()).access.find(tokenIn(await headers()));
}
