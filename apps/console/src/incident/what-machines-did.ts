import type { EventRow } from "@v-available/api/view/event";
import { listWords } from "@v-available/domain/wording";

type Acted = Pick<EventRow, "phase" | "rule" | "subject" | "actorName" | "sequence">;

/** The last word of these tells what became of a machine, the gravest first: what was started again stays so. */
const RULES = ["override", "take-over-restart", "start-as-last-holder", "take-over-live", "go-solo"] as const;
type Rule = (typeof RULES)[number];

const isTold = (rule: string | null): rule is Rule => RULES.includes(rule as Rule);

/** What each says of the machines that it was done with, and of what that cost. Each claims no more than its rule allows. */
const SENTENCE: Readonly<Record<Rule, (machines: string, host: string, one: boolean) => string>> = {
  override: (machines, host, one) =>
    `${machines} ${one ? "was" : "were"} started on ${host} without the quorum, as a person ordered: the record says what that may cost.`,
  "take-over-restart": (machines, host, one) =>
    `${machines} ${one ? "was" : "were"} started again on ${host} from the mirrored disk: no acknowledged write is lost, what was in memory is.`,
  "start-as-last-holder": (machines, host, one) =>
    `${machines} ${one ? "was" : "were"} started again on ${host} from ${one ? "its own disk" : "their own disks"}: no acknowledged write is lost, what was in memory is.`,
  "take-over-live": (machines, host, one) =>
    `${machines} went on from memory on ${host}: nothing of ${one ? "it" : "them"} is lost.`,
  "go-solo": (machines, host, one) => `${machines} ran on where ${one ? "it was" : "they were"}, on ${host}.`,
};

/** What the hosts did with each machine of an incident, in a few sentences for a reader who has never seen one. */
export function whatMachinesDid(events: readonly Acted[]): readonly string[] {
  const told = new Map<string, { readonly rule: Rule; readonly host: string }>();
  for (const { phase, rule, subject, actorName } of events.toSorted((one, other) => one.sequence - other.sequence)) {
    if (phase !== "acted" || subject?.kind !== "vm" || !isTold(rule)) continue;
    const before = told.get(subject.name);
    if (before === undefined || RULES.indexOf(rule) <= RULES.indexOf(before.rule))
      told.set(subject.name, { rule, host: actorName });
  }
  const hosts = [...new Set([...told.values()].map(({ host }) => host))].sort();
  return RULES.toReversed().flatMap((rule) =>
    hosts.flatMap((host) => {
      const names = [...told].flatMap(([name, one]) => (one.rule === rule && one.host === host ? name : [])).sort();
      return names.length === 0 ? [] : [SENTENCE[rule](listWords(names), host, names.length === 1)];
    }),
  );
}
