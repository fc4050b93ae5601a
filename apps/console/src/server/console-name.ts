import { isIP } from "node:net";
import type { ConsoleName } from "@v-available/control-plane/person/passkey";
import { Refusal } from "@v-available/domain/refusal";
import { homeOf } from "./form";
import { hostName } from "./request-origin";

export const NEEDS_A_NAME =
  "A passkey belongs to a name, and this console was opened by its address. Open it under one of its names (CONSOLE_HOSTS, or localhost).";

/** Under which of its names whoever asks has opened the console; null where by its address. The proxy has checked it. */
export function consoleNameOf(headers: Headers): ConsoleName | null {
  const rpId = hostName(headers.get("host"));
  if (rpId === null || isIP(rpId) !== 0) return null;
  return { rpId, origin: homeOf(headers) };
}

/** @throws Refusal unsupported */
export function needName(headers: Headers): ConsoleName {
  const name = consoleNameOf(headers);
  if (name) return name;
  throw new Refusal({ code: "unsupported", message: NEEDS_A_NAME, field: "Host", value: headers.get("host") });
}
