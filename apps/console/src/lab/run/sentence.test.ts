import { expect, it } from "vitest";
import type { Ledger, RunAbout } from "./message";
import { ledgerSentence } from "./sentence";

const about = {
  lanes: [
    { target: "ft", level: "fault-tolerance" },
    { target: "ha", level: "high-availability" },
    { target: "plain", level: "plain" },
  ],
} as unknown as RunAbout;
const ledger = (target: string, change: Partial<Ledger>): Ledger => ({
  target,
  silenceMs: 30,
  failed: 0,
  lostWrites: 0,
  dropped: false,
  answers: true,
  ...change,
});

it("says what each of them would have been through, and nothing before anything has happened", () => {
  const ledgers = [
    ledger("ft", { silenceMs: 596 }),
    ledger("ha", { silenceMs: 67_600, failed: 2_703, dropped: true }),
    ledger("plain", { silenceMs: 120_200, failed: 4_800, dropped: true, lostWrites: 1_221 }),
  ];
  expect(ledgerSentence(about, ledgers, -1)).toBe("Nothing has happened yet: all of them answer.");
  expect(ledgerSentence(about, ledgers, 140_000)).toBe(
    "Fault Tolerance pauses 0.60\u00a0s. High Availability is gone 68\u00a0s and forgets its memory. Plain failover is gone 120\u00a0s, forgets its memory and loses 1,221 writes.",
  );
  const away = ledger("ha", { silenceMs: 30_000, failed: 1_100, answers: false });
  expect(ledgerSentence(about, [away], 30_000)).toContain(
    "High Availability has been gone for 30\u00a0s and is not back.",
  );
  expect(ledgerSentence(about, [ledger("ft", {}), ledger("ha", {}), ledger("plain", {})], 1)).toContain(
    "Fault Tolerance goes on and nobody notices.",
  );
});
