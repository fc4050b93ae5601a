import type { ObservedVm } from "./observed";
import { hostName, hostStanding, type PairFacts, runningSides } from "./pair-facts";
import type { VmProtection } from "./protection";
import { bytesWords } from "./size-words";
import { otherSide, SIDES, type Side } from "./state";
import { allowed, type Verdict } from "./transition";
import { clockWords, countWords, listWords } from "./wording";

/** What a person decides on where a machine has two histories: what each copy has, and what keeping it gives up. */
export interface CopyChoice {
  readonly keep: Side;
  /** What this side has acknowledged since both were last alike. */
  readonly writes: number | null;
  readonly bytes: number | null;
  readonly lastWriteAtMs: number | null;
  /** What is lost with the other one, in the words that a person signs. */
  readonly loss: string;
}

/** One for each side; none where there is one history. */
export function copyChoices(vm: Pick<ObservedVm, "histories">, hosts: Readonly<Record<Side, string>>): CopyChoice[] {
  const { histories } = vm;
  if (!histories) return [];
  return SIDES.map((keep) => ({ keep, ...histories[keep], loss: lossWords(histories, otherSide(keep), hosts) }));
}

function lossWords(
  histories: NonNullable<ObservedVm["histories"]>,
  given: Side,
  hosts: Readonly<Record<Side, string>>,
): string {
  const { writes, bytes } = histories[given];
  const since = histories.commonAtMs === null ? "" : ` since ${clockWords(histories.commonAtMs, "UTC")} UTC`;
  const counted = [writes === null ? null : countWords(writes, "write"), bytes === null ? null : bytesWords(bytes)];
  const known = counted.filter((words) => words !== null);
  const what = known.length === 0 ? "how much, is not known" : known.join(", ");
  return `what ${hosts[given]} has acknowledged alone${since}: ${what}; and the machine's memory`;
}

type Known = Pick<VmProtection, "state" | "power" | "declared" | "etaAtMs" | "reason" | "twoHistories">;
type Running = { readonly step: string; readonly etaAtMs: number | null } | null;

/** May a person choose now? Both hosts must be there: one to give its history up, the other to go on with its own. */
export function allowedChoice(
  vm: ObservedVm,
  facts: PairFacts,
  protection: Known,
  keep: Side | null = null,
  running: Running = null,
): Verdict {
  const answer = allowed("vm.choose-copy", protection, running);
  if (!answer.allowed) return answer;
  const no = (reason: string): Verdict => ({ allowed: false, reason, untilMs: null });
  const absent = SIDES.filter((side) => hostStanding(facts, side) !== "serves");
  if (absent.length > 0)
    return no(
      `Not before both hosts answer: ${listWords(absent.map((side) => hostName(facts, side)))} ${absent.length === 1 ? "does" : "do"} not.`,
    );
  const runs = runningSides(vm);
  if (runs.length > 0)
    return no(
      `It still runs on ${listWords(runs.map((side) => hostName(facts, side)))}. Join the hosts again: they stop it as soon as they hear each other.`,
    );
  const useless = (keep === null ? [] : [keep]).find((side) => !WHOLE.has(vm.mirror.legs[side]));
  return useless === undefined ? answer : no(`The copy on ${hostName(facts, useless)} is ${vm.mirror.legs[useless]}.`);
}

/** A copy with some whole state of the disk; of two histories both are. */
const WHOLE: ReadonlySet<string> = new Set(["UpToDate", "Consistent", "Outdated"]);
