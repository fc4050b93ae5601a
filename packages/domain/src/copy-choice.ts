import type { ObservedVm } from "./observed";
import { hostName, hostStanding, type PairFacts, runningSides } from "./pair-facts";
import type { VmProtection } from "./protection";
import { bytesWords } from "./size-words";
import { otherSide, SIDES, type Side } from "./state";
import { allowed, type RunningTask, type Verdict } from "./transition";
import { clockWords, countWords, listWords } from "./wording";

/**
 * What a person decides on where a machine has two histories, or two copies that differ of which either may be right: what
 * each copy has, and what keeping it gives up.
 */
export interface CopyChoice {
  readonly keep: Side;
  /** What this side has acknowledged since both were last alike. */
  readonly writes: number | null;
  readonly bytes: number | null;
  readonly lastWriteAtMs: number | null;
  /** What is lost with the other one, in the words that a person signs. */
  readonly loss: string;
}

/** One for each side; none where nobody is asked. */
export function copyChoices(
  vm: Pick<ObservedVm, "histories" | "undecided">,
  hosts: Readonly<Record<Side, string>>,
): CopyChoice[] {
  const { histories, undecided } = vm;
  if (!histories) return undecided ? SIDES.map((keep) => ofUndecided(undecided, keep, hosts)) : [];
  return SIDES.map((keep) => ({ keep, ...histories[keep], loss: lossWords(histories, otherSide(keep), hosts) }));
}

const NOTHING = { writes: 0, bytes: 0, lastWriteAtMs: null } as const;

/** The copy that waits has had no write since; whichever is kept, what the other one holds of what differs is given up. */
function ofUndecided(
  undecided: NonNullable<ObservedVm["undecided"]>,
  keep: Side,
  hosts: Readonly<Record<Side, string>>,
): CopyChoice {
  const { waits, since, differingBytes, commonAtMs } = undecided;
  const given = otherSide(keep);
  const differs = `what ${hosts[given]} holds of ${differingBytes === null ? "what differs" : `the ${bytesWords(differingBytes)} that differ`}`;
  if (keep !== waits) return { keep, ...since, loss: differs };
  const of = `what ${hosts[given]} has acknowledged alone${sinceWords(commonAtMs)}: ${countedWords(since)}`;
  return { keep, ...NOTHING, loss: `${of}; ${differs}; and the machine's memory` };
}

const sinceWords = (commonAtMs: number | null): string =>
  commonAtMs === null ? "" : ` since ${clockWords(commonAtMs, "UTC")} UTC`;

function countedWords({ writes, bytes }: Pick<CopyChoice, "writes" | "bytes">): string {
  const counted = [writes === null ? null : countWords(writes, "write"), bytes === null ? null : bytesWords(bytes)];
  const known = counted.filter((words) => words !== null);
  return known.length === 0 ? "how much, is not known" : known.join(", ");
}

function lossWords(
  histories: NonNullable<ObservedVm["histories"]>,
  given: Side,
  hosts: Readonly<Record<Side, string>>,
): string {
  return `what ${hosts[given]} has acknowledged alone${sinceWords(histories.commonAtMs)}: ${countedWords(histories[given])}; and the machine's memory`;
}

type Known = Pick<VmProtection, "state" | "power" | "declared" | "etaAtMs" | "reason" | "twoHistories" | "undecided">;
type Running = RunningTask | null;

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
  if (vm.undecided?.givenUp) return no(`${hostName(facts, vm.undecided.waits)} is to go on with it already.`);
  if (vm.undecided && vm.register?.inSync.length !== 1)
    return no(`Not before ${hostName(facts, vm.activeSide)} has its token alone: until then every write goes to both.`);
  const runs = vm.undecided ? [] : runningSides(vm);
  if (runs.length > 0)
    return no(
      `It still runs on ${listWords(runs.map((side) => hostName(facts, side)))}. Join the hosts again: they stop it as soon as they hear each other.`,
    );
  const useless = (keep === null ? [] : [keep]).find((side) => !WHOLE.has(vm.mirror.legs[side]));
  return useless === undefined ? answer : no(`The copy on ${hostName(facts, useless)} is ${vm.mirror.legs[useless]}.`);
}

/** A copy with some whole state of the disk; of two histories both are. */
const WHOLE: ReadonlySet<string> = new Set(["UpToDate", "Consistent", "Outdated"]);
