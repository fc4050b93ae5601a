import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** RFC 6238 as the applications on phones have it: SHA-1, six digits, half a minute. */
const STEP_MS = 30_000;
const DIGITS = 6;
/** A clock that is half a minute off is still right. */
const STEPS_OFF = 1;
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

const base32 = (bytes: Buffer): string =>
  [...bytes]
    .map((byte) => byte.toString(2).padStart(8, "0"))
    .join("")
    .replace(/.{1,5}/g, (bits) => BASE32[Number.parseInt(bits.padEnd(5, "0"), 2)] ?? "");

const fromBase32 = (text: string): Buffer =>
  Buffer.from(
    (
      [...text]
        .map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, "0"))
        .join("")
        .match(/.{8}/g) ?? []
    ).map((bits) => Number.parseInt(bits, 2)),
  );

/** 160 bits, as people type them into an application that reads no picture. */
export const newTotpSecret = (): string => base32(randomBytes(20));

/** @param step how many half minutes since 1970 */
export function totpAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac("sha1", fromBase32(secret)).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 0xf;
  return String((hash.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 10 ** DIGITS).padStart(DIGITS, "0");
}

/** Of which half minute this code is; null where of none that counts: neither far from now nor used before. */
export function stepOfCode(secret: string, code: string, nowMs: number, lastStep: number | null): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const now = Math.floor(nowMs / STEP_MS);
  for (let step = now - STEPS_OFF; step <= now + STEPS_OFF; step++)
    if (step > (lastStep ?? -1) && timingSafeEqual(Buffer.from(totpAt(secret, step)), Buffer.from(code))) return step;
  return null;
}

/** What the picture says to the application. */
export const totpUri = (secret: string, issuer: string, name: string): string =>
  `otpauth://totp/${encodeURIComponent(`${issuer}:${name}`)}?${new URLSearchParams({ secret, issuer })}`.replaceAll(
    "+",
    "%20",
  );
