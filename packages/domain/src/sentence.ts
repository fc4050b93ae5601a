import { PROTECTION_LABEL, type Tone } from "./label";
import type { VmProtection } from "./protection";
import { countsAsProtected, worstOf } from "./protection-rank";
import type { ProtectionState } from "./state";
import { clockWords, countWords, inAboutWords, numberWords, sentenceCase } from "./wording";

/** What the sentence of truth needs to know of one machine. */
export interface MachineSummary {
  readonly protection: Pick<VmProtection, "state" | "power" | "declared" | "effective" | "etaAtMs">;
  readonly siteId: string;
  readonly siteName: string;
  /** Since when it is below its level; null where it is not, or nobody knows. */
  readonly exposedSinceMs: number | null;
  /** When it was last heard of. */
  readonly observedAtMs: number;
}

/** A sentence in parts: a site becomes a link and a time is worded in the reader's own zone. */
export type SentencePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "site"; readonly siteId: string; readonly name: string }
  | { readonly kind: "time"; readonly atMs: number };

export interface Trouble {
  readonly parts: readonly SentencePart[];
  readonly state: ProtectionState;
  readonly tone: Tone;
}

/** Each machine is in exactly one of these; they sum up to the fleet. */
export interface FleetCounts {
  readonly total: number;
  readonly protected: number;
  /** Below its level, or unable to take over: the machines that trouble is about. */
  readonly notProtected: number;
  /** Last heard of too long ago: in no total, and said so. */
  readonly unknown: number;
  /** Declared Unprotected and running as declared: nobody failed them, so they are not counted against the fleet. */
  readonly byChoice: number;
}

export interface SentenceOfTruth {
  readonly lead: string;
  readonly trouble: Trouble | null;
  readonly counts: FleetCounts;
}

type Group = "unknown" | "trouble" | "protected" | "by-choice";
function groupOf({ protection }: MachineSummary): Group {
  if (protection.state === "Unknown") return "unknown";
  if (protection.state === "Down" || protection.state === "AwaitingQuorum") return "trouble";
  if (protection.declared === "unprotected") return "by-choice";
  return countsAsProtected(protection) ? "protected" : "trouble";
}

/** The one sentence on top of everything: how many are protected, what is wrong, where, since when, and when it ends. */
export function sentenceOfTruth(
  summaries: readonly MachineSummary[],
  nowMs: number,
  shelvedAlarms = 0,
): SentenceOfTruth {
  const of = (group: Group) => summaries.filter((summary) => groupOf(summary) === group);
  const [safe, troubled, unknown, chosen] = [of("protected"), of("trouble"), of("unknown"), of("by-choice")];
  const counts: FleetCounts = {
    total: summaries.length,
    protected: safe.length,
    notProtected: troubled.length,
    unknown: unknown.length,
    byChoice: chosen.length,
  };
  return {
    lead: fleetLead(counts, shelvedAlarms),
    trouble: troubleOf(troubled, nowMs) ?? unknownOf(unknown, counts),
    counts,
  };
}

/** The lead alone, of a fleet that was counted elsewhere. */
export function fleetLead(
  { total, protected: safe, notProtected, unknown, byChoice }: FleetCounts,
  shelvedAlarms = 0,
): string {
  const judged = safe + notProtected;
  const clauses: string[] = [];
  if (total === 0) clauses.push("there are no machines yet");
  if (judged > 0)
    clauses.push(
      judged === 1
        ? `The one machine is ${safe === 1 ? "" : "not "}protected`
        : notProtected > 0
          ? `${numberWords(safe)} of ${countWords(judged, "machine")} ${safe === 1 ? "is" : "are"} protected`
          : `All ${numberWords(judged)} machines are protected`,
    );
  if (unknown > 0)
    clauses.push(
      unknown === total
        ? total === 1
          ? "The state of the one machine is not known"
          : `The state of all ${numberWords(total)} machines is not known`
        : `${numberWords(unknown)} ${unknown === 1 ? "is" : "are"} not known`,
    );
  if (byChoice > 0 && judged === 0)
    clauses.push(
      `${byChoice === total ? countWords(byChoice, "machine") : numberWords(byChoice)} ${byChoice === 1 ? "runs" : "run"} without protection, as declared`,
    );
  // What was put away is still there.
  if (shelvedAlarms > 0)
    clauses.push(`${countWords(shelvedAlarms, "alarm")} ${shelvedAlarms === 1 ? "is" : "are"} shelved`);
  return `${sentenceCase(clauses.join("; "))}.`;
}

/** What machines in trouble have in common, so that they are spoken of together. The worst is first. */
const TROUBLES = ["down", "waiting", "one-copy", "below-level", "off-one-copy", "at-risk"] as const;
type TroubleKind = (typeof TROUBLES)[number];

const TROUBLE_OF: Readonly<Record<ProtectionState, TroubleKind>> = {
  Down: "down",
  AwaitingQuorum: "waiting",
  // One copy is one copy, whether it is being filled or not.
  Unprotected: "one-copy",
  Resyncing: "one-copy",
  Degraded: "below-level",
  Reprotecting: "below-level",
  AtRisk: "at-risk",
  // Neither stands in the troubled group; the record is whole so that a new state must be thought about.
  Protected: "below-level",
  Unknown: "down",
};

const TROUBLE_WORDS: Readonly<Record<TroubleKind, readonly [one: string, many: string]>> = {
  down: ["does not run", "do not run"],
  waiting: ["waits for the token", "wait for the token"],
  "one-copy": ["runs on one copy", "run on one copy"],
  "below-level": ["is below its level", "are below their level"],
  "off-one-copy": ["is off with one copy within reach", "are off with one copy within reach"],
  "at-risk": ["is at risk without a witness", "are at risk without a witness"],
};

/** What is off does not run on its one copy: nothing is written that could be lost with it. */
function kindOf({ protection: { state, power } }: MachineSummary): TroubleKind {
  const kind = TROUBLE_OF[state];
  return kind === "one-copy" && power === "off" ? "off-one-copy" : kind;
}

function troubleOf(troubled: readonly MachineSummary[], nowMs: number): Trouble | null {
  const kind = TROUBLES.find((one) => troubled.some((summary) => kindOf(summary) === one));
  if (kind === undefined) return null;
  const named = troubled.filter((summary) => kindOf(summary) === kind);
  const parts: SentencePart[] = [
    text(`${numberWords(named.length)} ${TROUBLE_WORDS[kind][named.length === 1 ? 0 : 1]}`),
    ...where(named),
  ];
  const since = named.flatMap((summary) => (summary.exposedSinceMs === null ? [] : [summary.exposedSinceMs]));
  if (since.length > 0) parts.push(text(" since "), { kind: "time", atMs: Math.min(...since) });
  const etas = named.flatMap(({ protection }) => (protection.etaAtMs === null ? [] : [protection.etaAtMs]));
  // A promise for some of them would be read as one for all.
  if (etas.length === named.length) parts.push(text(`; protected again ${inAboutWords(Math.max(...etas), nowMs)}`));
  const others = troubled.length - named.length;
  parts.push(
    text(others > 0 ? `. ${numberWords(others)} more ${others === 1 ? "is" : "are"} not fully protected.` : "."),
  );
  const state = worstOf(named.map(({ protection }) => protection.state)) ?? "Unknown";
  return { parts, state, tone: PROTECTION_LABEL[state].tone };
}

const SITES_NAMED = 2;
function where(named: readonly MachineSummary[]): SentencePart[] {
  const sites = [...new Map(named.map((summary) => [summary.siteId, summary.siteName])).entries()];
  if (sites.length > SITES_NAMED + 1) return [text(` at ${numberWords(sites.length)} sites`)];
  return sites.flatMap(([siteId, name], index) => [
    text(index === 0 ? " at " : index === sites.length - 1 ? " and " : ", "),
    { kind: "site" as const, siteId, name },
  ]);
}

function unknownOf(unknown: readonly MachineSummary[], counts: FleetCounts): Trouble | null {
  if (unknown.length === 0) return null;
  const last = Math.max(...unknown.map((summary) => summary.observedAtMs));
  const all = counts.unknown === counts.total;
  return {
    parts: [
      text(
        all
          ? "Nothing was heard"
          : `${numberWords(unknown.length)} ${unknown.length === 1 ? "was" : "were"} not heard of`,
      ),
      ...(all ? [] : where(unknown)),
      text(" since "),
      { kind: "time", atMs: last },
      text("; the hosts go on deciding without the console."),
    ],
    state: "Unknown",
    tone: PROTECTION_LABEL.Unknown.tone,
  };
}

const text = (words: string): SentencePart => ({ kind: "text", text: words });

/** The parts as one plain string: for a title, a spoken label, a test. */
export const plainSentence = (parts: readonly SentencePart[], timeZone: string): string =>
  parts
    .map((part) =>
      part.kind === "text" ? part.text : part.kind === "site" ? part.name : clockWords(part.atMs, timeZone),
    )
    .join("");
