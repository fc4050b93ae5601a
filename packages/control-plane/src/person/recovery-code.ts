import { randomInt } from "node:crypto";
import { hashOfToken } from "./secret";

export const RECOVERY_CODES = 10;
/** Without those that a tired person mistakes for one another. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS = 4;

const newCode = (): string =>
  Array.from({ length: GROUPS }, () =>
    Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join(""),
  ).join("-");

/** "k3f9-2m7q-x8wd-7hnp": 79 bits, so that a plain hash keeps them. */
export function newRecoveryCodes(): { readonly codes: string[]; readonly hashes: string[] } {
  const codes = Array.from({ length: RECOVERY_CODES }, newCode);
  return { codes, hashes: codes.map(hashOfCode) };
}

/** However it was typed. */
export const hashOfCode = (code: string): string => hashOfToken(code.toLowerCase().replace(/[^a-z0-9]/g, ""));
