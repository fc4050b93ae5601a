import { cookieLine, valueIn } from "./cookie";

/**
 * What the page shows after a form, once, because only its hash is kept. It travels in a cookie and not in the address,
 * which ends up in histories and logs.
 */
export type Told =
  | { readonly kind: "recovery-codes"; readonly codes: readonly string[] }
  | { readonly kind: "api-key"; readonly name: string; readonly key: string }
  | { readonly kind: "password-link"; readonly name: string; readonly token: string };

const NAME = "v-available.told";
/** Long enough to write something down, and through a reload. */
export const TOLD_SECONDS = 120;

export const tell = (headers: Headers, told: Told): string =>
  cookieLine(headers, {
    name: NAME,
    value: Buffer.from(JSON.stringify(told)).toString("base64url"),
    seconds: TOLD_SECONDS,
  });

/** Whoever has kept it need not wait. */
export const tellNoMore = (headers: Headers): string => cookieLine(headers, { name: NAME, value: "", seconds: 0 });

export function toldIn(headers: Headers): Told | null {
  const value = valueIn(headers, NAME);
  if (value === null) return null;
  try {
    return JSON.parse(Buffer.from(value, "base64url").toString()) as Told;
  } catch {
    return null; // Not ours: a browser can be made to send anything.
  }
}
