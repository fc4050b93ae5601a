/** What a browser keeps for the console. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
  /** Zero takes it away. */
  readonly seconds: number;
}

/** The value that the browser of this request holds; null where none. */
export function valueIn(headers: Headers, cookie: string): string | null {
  for (const part of (headers.get("cookie") ?? "").split(";")) {
    const [name, value] = part.trim().split("=");
    if (name === cookie && value) return value;
  }
  return null;
}

/** No script reads it, no other site sends it along with a form, and over TLS it never travels without. */
export const cookieLine = (headers: Headers, { name, value, seconds }: Cookie): string =>
  [
    `${name}=${value}`,
    "Path=/",
    "HttpOnly",
    "SameSite=Lax",
    `Max-Age=${seconds}`,
    ...(headers.get("x-forwarded-proto") === "https" ? ["Secure"] : []),
  ].join("; ");

export const secondsUntil = (atMs: number): number => Math.max(0, Math.floor((atMs - Date.now()) / 1_000));
