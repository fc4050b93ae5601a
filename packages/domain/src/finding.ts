import type { RefusalDetail } from "./refusal";

/** What is asked before two hosts become a pair, or a pair gets another host. */
export const PAIR_CHECKS = [
  "pair-name",
  "host-answers",
  "host-free",
  "two-hosts",
  "host-version",
  "host-clock",
  "host-watchdog",
  "host-cpu",
  "host-memory",
  "host-disk",
  "link-pair",
  "link-apart",
  "link-delay",
  "link-rate",
  "witness-reach",
  "witness-apart",
  "witness-alternate",
  "runs-alone",
  "old-host",
  "survivor",
  "last-copy",
  "full-copy",
] as const;
export type PairCheck = (typeof PAIR_CHECKS)[number];
export const isPairCheck = (check: Check): check is PairCheck => (PAIR_CHECKS as readonly Check[]).includes(check);

export const CHECKS = [
  "known",
  "capability",
  "partner",
  "passthrough",
  "cpu",
  "memory",
  "link-count",
  "link-use",
  "round-trip",
  "cpu-match",
  "watchdog",
  "copies",
  "witness",
  "sites",
  "wan-bandwidth",
  "journal-space",
  "name",
  "mac",
  "pair",
  "image",
  ...PAIR_CHECKS,
] as const;
export type Check = (typeof CHECKS)[number];

/** One answer of admission: with the number, the limit and what can be done about it. */
export interface Finding {
  readonly check: Check;
  readonly verdict: "pass" | "warn" | "block";
  /** "Memory: swa-b alone would need 268 GiB and has 256 GiB." */
  readonly sentence: string;
  /** The field of the request that it is about. */
  readonly field: string;
  readonly value: string | number | null;
  readonly limit: string | null;
  readonly remedy: string | null;
}

/** Of what is made of real hosts and is hard to take back, a warning holds it up until whoever asks accepts it by name. */
export const hasToBeAccepted = ({ verdict, check }: Pick<Finding, "verdict" | "check">): boolean =>
  verdict === "warn" && isPairCheck(check);

/** What a backend can do, by capability: the orchestrator's answer, passed in as data. */
export type CapabilityAnswers = Readonly<
  Partial<Record<string, { readonly supported: true } | { readonly supported: false; readonly reason: string }>>
>;

const VERDICTS = ["pass", "warn", "block"] as const;
export const worstVerdict = (findings: readonly Finding[]): Finding["verdict"] =>
  VERDICTS[Math.max(0, ...findings.map((finding) => VERDICTS.indexOf(finding.verdict)))] ?? "pass";

/** The first block as a refusal that crosses boundaries; null where nothing blocks. */
export function refusalOf(findings: readonly Finding[]): RefusalDetail | null {
  const block = findings.find((finding) => finding.verdict === "block");
  if (!block) return null;
  const code = CODES[block.check] ?? "blocked";
  return {
    code,
    message: block.sentence,
    field: block.field,
    value: block.value,
    ...(block.limit === null ? {} : { limit: block.limit }),
    ...(block.remedy === null ? {} : { remedy: block.remedy }),
  };
}

const CODES: Partial<Record<Check, RefusalDetail["code"]>> = {
  capability: "unsupported",
  name: "conflict",
  mac: "conflict",
  pair: "not-found",
  image: "not-found",
  known: "unreachable",
  "pair-name": "conflict",
  "host-answers": "unreachable",
  "host-free": "conflict",
  "two-hosts": "invalid",
};

type Rest = { value?: string | number | null; limit?: string | null; remedy?: string | null };
export const finder =
  (field: string) =>
  (verdict: Finding["verdict"], check: Check, sentence: string, rest: Rest = {}): Finding => ({
    check,
    verdict,
    sentence,
    field,
    value: rest.value ?? null,
    limit: rest.limit ?? null,
    remedy: rest.remedy ?? null,
  });
