import type { Ledger, RunAbout } from "./message";

const LEVEL_WORDS = {
  unprotected: "The unprotected machine",
  "high-availability": "High Availability",
  "fault-tolerance": "Fault Tolerance",
  "remote-availability": "Remote Availability",
  "disaster-recovery": "Disaster Recovery",
  plain: "Plain failover",
} as const satisfies Record<RunAbout["lanes"][number]["level"], string>;

/** A silence up to here is how a busy machine answers anyway. */
const PAUSE_MS = 200;
/** Up to here a client waits and is answered; beyond it people notice. */
const BLIP_MS = 1_500;

/** The space does not break: on a phone a number must not lose its unit to the next line. */
export const secondsWords = (ms: number): string =>
  `${ms < 10_000 ? (ms / 1_000).toFixed(ms < 1_000 ? 2 : 1) : Math.round(ms / 1_000)}\u00a0s`;

/** "Fault Tolerance pauses 0.48 s. High Availability is gone 65 s and forgets its memory." */
export function ledgerSentence(about: RunAbout, ledgers: readonly Ledger[], atMs: number): string {
  if (atMs <= 0) return "Nothing has happened yet: all of them answer.";
  return about.lanes
    .map(({ target, level }) => {
      const ledger = ledgers.find((one) => one.target === target);
      return ledger ? `${LEVEL_WORDS[level]} ${fate(ledger)}.` : "";
    })
    .join(" ")
    .trim();
}

function fate({ silenceMs, failed, dropped, lostWrites, answers }: Ledger): string {
  if (silenceMs <= PAUSE_MS && failed === 0) return "goes on and nobody notices";
  if (!answers && silenceMs > BLIP_MS) return `has been gone for ${secondsWords(silenceMs)} and is not back`;
  const gone = silenceMs <= BLIP_MS ? `pauses ${secondsWords(silenceMs)}` : `is gone ${secondsWords(silenceMs)}`;
  const rest = [
    dropped ? "forgets its memory" : null,
    lostWrites > 0 ? `loses ${lostWrites.toLocaleString("en")} ${lostWrites === 1 ? "write" : "writes"}` : null,
  ].filter((one) => one !== null);
  return rest.length === 0 ? gone : `${gone}${rest.length > 1 ? `, ${rest[0]} and ${rest[1]}` : ` and ${rest[0]}`}`;
}
