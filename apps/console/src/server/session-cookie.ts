import type { NewSession } from "@v-available/control-plane/person/session";
import { cookieLine, secondsUntil, valueIn } from "./cookie";

const SESSION = "v-available.session";
const STEP = "v-available.step";

/** The token of the session of whoever asks. */
export const tokenIn = (headers: Headers): string | null => valueIn(headers, SESSION);
/** The token of what was begun and waits for its second half: a code, a passkey, a provider's answer. */
export const stepIn = (headers: Headers): string | null => valueIn(headers, STEP);

const kept = (headers: Headers, name: string, { token, expiresAtMs }: NewSession) =>
  cookieLine(headers, { name, value: token, seconds: secondsUntil(expiresAtMs) });
const gone = (headers: Headers, name: string) => cookieLine(headers, { name, value: "", seconds: 0 });

/** The session that begins; what led to it is over. */
export const cookieOf = (headers: Headers, session: NewSession): string[] => [
  kept(headers, SESSION, session),
  ...(stepIn(headers) === null ? [] : [gone(headers, STEP)]),
];
export const noStep = (headers: Headers): string => gone(headers, STEP);
export const noCookie = (headers: Headers): string => gone(headers, SESSION);
export const stepCookie = (headers: Headers, step: NewSession): string => kept(headers, STEP, step);
