import { amountOf } from "../../../view/amount";

/** What is filled in, by the names that it has in the address. */
export const DRAFT_PARAMS = ["name", "a", "b", "witness", "alternate", "vcpus", "memory", "disk"] as const;
export type DraftParam = (typeof DRAFT_PARAMS)[number];
export type PairDraft = Readonly<Record<DraftParam, string>>;

const orNull = (text: string): string | null => text.trim() || null;
/** Left empty, nothing is planned yet. */
const planned = (text: string): number => (text.trim() === "" ? 0 : amountOf(text));

/** As the server is asked about it, and later for it. */
export const questionOf = (draft: PairDraft) => ({
  name: orNull(draft.name),
  hostA: orNull(draft.a),
  hostB: orNull(draft.b),
  witness: orNull(draft.witness),
  alternate: orNull(draft.alternate),
  runsVcpus: planned(draft.vcpus),
  runsMemoryMiB: planned(draft.memory),
  runsDiskMiB: planned(draft.disk),
});

/** Who is free, whatever the fields say: their own question may be refused for one of them. */
export const NOTHING_CHOSEN: ReturnType<typeof questionOf> = {
  name: null,
  hostA: null,
  hostB: null,
  witness: null,
  alternate: null,
  runsVcpus: 0,
  runsMemoryMiB: 0,
  runsDiskMiB: 0,
};

const MISSING = [
  ["hostA", "Host A is not chosen yet."],
  ["hostB", "Host B is not chosen yet."],
  ["name", "The pair needs a name first."],
  ["witness", "The witness is not chosen yet."],
] as const;

/** What has to be filled in before anything can be asked for; null where all of it is. */
export function missingOf(question: ReturnType<typeof questionOf>): string | null {
  return MISSING.find(([field]) => question[field] === null)?.[1] ?? null;
}

/** What the form has a place for. */
export const SHOWN_FIELDS = [
  "name",
  "hostA",
  "hostB",
  "witness",
  "alternate",
  "runsVcpus",
  "runsMemoryMiB",
  "runsDiskMiB",
] as const;
export type ShownField = (typeof SHOWN_FIELDS)[number];
