import { ADMISSION_LIMITS, slowRttMs } from "@v-available/domain/admission-limit";
import { FAULTS } from "@v-available/domain/fault";
import type { FaultKind } from "@v-available/domain/fault-kind";
import type { ObservedLink } from "@v-available/domain/observed";
import { availabilityLinks, HOST_STANDING, LINK_CARRIES, type PairFacts } from "@v-available/domain/pair-facts";
import { type LinkState, SIDES } from "@v-available/domain/state";
import { percentWords } from "@v-available/domain/wording";
import { beginCondition, endCondition } from "./condition";
import type { DiagnosisContext } from "./diagnosis";
import { worse } from "./incident";
import { type Memory, subjectKey } from "./memory";
import { subjectOf } from "./subject";
import { diagnoseSwitches } from "./switch";

/** Where a host dies its links go with it, one a moment before the other: only what stays so is a cable. */
const STAYS_MS = 3_000;
/** Now and then a packet is lost on any line. */
const LOSES_RATIO = 0.001;

interface LinkCondition {
  readonly kind: FaultKind;
  readonly begins: (link: ObservedLink, slowMs: number) => boolean;
  readonly ends: (link: ObservedLink, slowMs: number) => boolean;
  /** What is the matter with "lit availability link A". */
  readonly words: (link: ObservedLink, slowMs: number) => string;
  /** It is now as bad as its kind can become. */
  readonly isWorst?: (link: ObservedLink) => boolean;
  readonly overWords: (link: ObservedLink) => string;
  /** The hosts have watched it for long: nothing is left to wait for, and it is told of even where no other link carries. */
  readonly judged?: true;
}

const rttOf = ({ rttP50Ms }: ObservedLink): number => rttP50Ms ?? 0;

const useOf = ({ usedBytesPerSecond, bandwidthBytesPerSecond }: ObservedLink): number =>
  usedBytesPerSecond / bandwidthBytesPerSecond;
const isFull = (link: ObservedLink): boolean => useOf(link) > ADMISSION_LIMITS.linkUseRatio;

const isFlapping = (state: LinkState): boolean => state === "Flapping" || state === "OutOfService";

/** How one availability link of a pair can be bad for itself: both hosts serve, and the other link carries. */
const CONDITIONS: readonly LinkCondition[] = [
  {
    kind: "availability-link",
    begins: ({ state }) => state === "Down",
    ends: ({ state }) => LINK_CARRIES[state] || isFlapping(state),
    words: () => "is down; the other link carries all.",
    overWords: ({ state }) => (isFlapping(state) ? "goes up and down." : "carries again."),
  },
  {
    kind: "link-flapping",
    begins: ({ state }) => isFlapping(state),
    // One that carries and may soon be lost again is Degraded.
    ends: ({ state }) => state === "Up",
    words: ({ state }) =>
      state === "OutOfService"
        ? "is out of service until a person clears its port; the other link carries all."
        : "went down three times within 10 minutes; it is taken out of service, unless it is the last that carries.",
    isWorst: ({ state }) => state === "OutOfService",
    overWords: () => "is cleared and carries again.",
    judged: true,
  },
  {
    kind: "link-latency",
    // Where it is full, that is why it is slow.
    begins: (link, slowMs) => link.state === "Degraded" && rttOf(link) > slowMs && !isFull(link),
    ends: (link, slowMs) => LINK_CARRIES[link.state] && rttOf(link) <= slowMs,
    words: (link, slowMs) =>
      `takes ${Math.round(rttOf(link))} ms there and back, over ${slowMs} ms; copies take the other link.`,
    overWords: () => "is fast again.",
  },
  {
    kind: "link-loss",
    begins: ({ state, lossRatio }) => state === "Degraded" && lossRatio >= LOSES_RATIO,
    ends: ({ state, lossRatio }) => LINK_CARRIES[state] && lossRatio < LOSES_RATIO,
    words: ({ lossRatio }) => `loses ${percentWords(lossRatio)} of what is sent; copies take the other link.`,
    overWords: () => "loses nothing any more.",
  },
  {
    kind: "link-saturated",
    begins: (link) => link.state === "Degraded" && isFull(link),
    ends: (link) => LINK_CARRIES[link.state] && !isFull(link),
    words: (link) =>
      `is ${percentWords(useOf(link))} full, over ${percentWords(ADMISSION_LIMITS.linkUseRatio)}; copies take the better link, and a machine at a lower level needs less of it.`,
    overWords: () => "has room again.",
  },
];
const KINDS: ReadonlySet<FaultKind> = new Set(CONDITIONS.map(({ kind }) => kind));

export function diagnoseLinks(context: DiagnosisContext, factsOf: (pairRef: string) => PairFacts | null): void {
  for (const pairRef of pairsInQuestion(context.memory)) {
    const facts = factsOf(pairRef);
    if (!facts) continue;
    diagnoseSwitches(context, facts, STAYS_MS);
    for (const condition of CONDITIONS) diagnose(context, facts, condition);
  }
}

function diagnose(context: DiagnosisContext, facts: PairFacts, condition: LinkCondition): void {
  const { memory, writer } = context;
  const { kind, begins, ends, words, overWords, isWorst = () => false, judged = false } = condition;
  const links = availabilityLinks(facts);
  const slowMs = slowRttMs(facts.hosts.a?.siteRef !== facts.hosts.b?.siteRef);
  const carriedWithout = (ref: string) => links.some((link) => link.ref !== ref && LINK_CARRIES[link.state]);
  const staysSo = ({ sinceMs }: ObservedLink) => writer.nowMs - sinceMs >= STAYS_MS;
  const serve = SIDES.every((side) => HOST_STANDING[facts.hosts[side]?.state ?? "Unknown"] === "serves");
  for (const link of links) {
    const subject = subjectOf(memory.fleet, { subject: { kind: "link", ref: link.ref }, pairRef: link.pairRef });
    const fault = memory.faults.get(subjectKey(kind, subject));
    const severity = (isWorst(link) && FAULTS[kind].worst) || FAULTS[kind].severity;
    const begin = () => {
      const sentence = `${subject.name} ${words(link, slowMs)}`;
      beginCondition(context, { type: "link.down", kind, subject, pairRef: link.pairRef, sentence, severity });
    };
    if (!fault) {
      if (begins(link, slowMs) && serve && (judged || (staysSo(link) && carriedWithout(link.ref)))) begin();
    } else if (ends(link, slowMs))
      endCondition(context, fault, { type: "link.up", sentence: `${subject.name} ${overWords(link)}` });
    else if (worse(fault.severity, severity) !== fault.severity) begin();
  }
}

/** Where a link is not as it should be, or was not: elsewhere nothing of the kind can begin or end. */
function pairsInQuestion({ fleet, faults }: Memory): Set<string> {
  const pairRefs = new Set<string>();
  for (const link of fleet.linksNotUp()) pairRefs.add(link.pairRef);
  for (const { kind, subjectRef } of faults.values()) {
    const link = KINDS.has(kind) ? fleet.get("link", subjectRef) : undefined;
    if (link) pairRefs.add(link.observed.pairRef);
    if (kind === "switch-failed") pairRefs.add(subjectRef.slice(0, subjectRef.lastIndexOf("/")));
  }
  return pairRefs;
}
