import { describe, expect, it } from "vitest";
import { hashOfCode, newRecoveryCodes, RECOVERY_CODES } from "./recovery-code";
import { newTotpSecret, stepOfCode, totpAt, totpUri } from "./totp";

/** Of RFC 6238, appendix B: "12345678901234567890", the last six of its eight digits. */
const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

it.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
])("shows what the standard's own table shows, %d s after 1970", (seconds, code) => {
  expect(totpAt(SECRET, Math.floor(seconds / 30))).toBe(code);
});

describe("a code", () => {
  const nowMs = 1_234_567_890_000;
  const step = Math.floor(nowMs / 30_000);
  const code = (away: number) => totpAt(SECRET, step + away);
  it("counts where the clock is half a minute off, and not further", () => {
    for (const away of [-1, 0, 1]) expect(stepOfCode(SECRET, code(away), nowMs, null)).toBe(step + away);
    for (const away of [-2, 2]) expect(stepOfCode(SECRET, code(away), nowMs, null)).toBeNull();
  });
  it("counts once, and none before it afterwards", () => {
    expect(stepOfCode(SECRET, code(0), nowMs, step)).toBeNull();
    expect(stepOfCode(SECRET, code(-1), nowMs, step)).toBeNull();
    expect(stepOfCode(SECRET, code(1), nowMs, step)).toBe(step + 1);
  });
  it("is six digits", () => {
    for (const wrong of ["", "28708", "2870820", "28708x", "２８７０８２"])
      expect(stepOfCode(SECRET, wrong, nowMs, null)).toBeNull();
  });
});

it("makes another secret each time, of 160 bits, and says it so that applications understand", () => {
  const [one, two] = [newTotpSecret(), newTotpSecret()];
  expect(one).toMatch(/^[A-Z2-7]{32}$/);
  expect(one).not.toBe(two);
  const uri = new URL(totpUri(one, "North gate", "Ada L."));
  expect(uri.href).toContain("otpauth://totp/North%20gate%3AAda%20L.?");
  expect(Object.fromEntries(uri.searchParams)).toEqual({ secret: one, issuer: "North gate" });
});

it("makes ten recovery codes, and knows them however they are typed", () => {
  const { codes, hashes } = newRecoveryCodes();
  expect(new Set(codes).size).toBe(RECOVERY_CODES);
  for (const [index, code] of codes.entries()) {
    expect(code).toMatch(/^(?:[a-z2-9]{4}-){3}[a-z2-9]{4}$/);
    expect(hashOfCode(` ${code.toUpperCase().replaceAll("-", " ")}`)).toBe(hashes[index]);
    expect(hashes[index]).not.toContain(code);
  }
});
