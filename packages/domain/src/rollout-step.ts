import type { Finding } from "./finding";
import type { Protection } from "./level";
import { protectionWords } from "./policy";
import { isSameProtection } from "./policy-standing";
import type { RefusalDetail } from "./refusal";
import type { RolloutStepState } from "./rollout";
import { ROLLOUT_LIMITS } from "./rollout";
import { lowers, type Way } from "./rollout-way";
import type { TaskState } from "./state";
import type { Verdict } from "./verdict";

/** What is known of the machine of a step at this moment. */
export interface StepMachine {
  readonly name: string;
  readonly declared: Protection;
  /** Less survives than is declared, or nobody can tell. */
  readonly exposed: boolean;
  readonly off: boolean;
  /** The policy that holds it is still the one that is rolled out. */
  readonly held: boolean;
  /** Another task that is under way on it; null where none is. */
  readonly underWay: { readonly title: string; readonly by: string } | null;
  /** What a person has asked of its level since the rollout began; null where nobody has. */
  readonly personsWord: { readonly title: string; readonly by: string } | null;
}

export interface StepTask {
  readonly state: TaskState;
  readonly refusal: RefusalDetail | null;
  readonly endedAtMs: number | null;
}

export interface StepRecord {
  readonly state: RolloutStepState;
  /** What the person who confirmed the preview has accepted of this machine. */
  readonly accepted: { readonly lower: boolean; readonly passBelow: boolean };
  /** The level before; null before its turn. */
  readonly before: Protection | null;
  /** What is asked for, one after the other, and which of them is under way. */
  readonly stations: readonly Protection[];
  readonly station: number;
}

/** What follows for a step. `wait` changes nothing; its words say for what. */
export type StepDecision =
  | { readonly do: "wait"; readonly words: string }
  | {
      readonly do: "ask";
      readonly protection: Protection;
      readonly stations: readonly Protection[];
      readonly station: number;
    }
  /** The change has failed: the level before comes next, and the rollout stops. */
  | { readonly do: "fail"; readonly words: string }
  | { readonly do: "return"; readonly protection: Protection; readonly words: string }
  | {
      readonly do: "end";
      readonly state: Exclude<RolloutStepState, "waiting" | "changing" | "returning">;
      readonly words: string;
    };

const end = (state: Extract<StepDecision, { do: "end" }>["state"], words: string): StepDecision => ({
  do: "end",
  state,
  words,
});
const wait = (words: string): StepDecision => ({ do: "wait", words });
const GONE = "It was removed.";

/** How a change may be asked of a machine now: by its state, and by admission on its pair as it is. */
export interface StepAdmission {
  readonly allowed: Verdict;
  readonly way: Way;
  /** Of the first station; null where nothing blocks it. */
  readonly block: Finding | null;
}

/**
 * A machine at its turn. A machine that has gone, that another policy holds by now or whose level a person has set
 * since is left as it is: the newer word of a person holds.
 * @param hold why nothing is begun on its pair now; null where something may be
 */
export function judgeWaiting(
  { accepted }: Pick<StepRecord, "accepted">,
  wanted: Protection,
  machine: StepMachine | null,
  hold: string | null,
  admission: StepAdmission | null,
): StepDecision {
  if (machine === null) return end("left", GONE);
  if (!machine.held) return end("left", "Another policy holds it by now.");
  if (isSameProtection(machine.declared, wanted)) return end("kept", "It had this level already.");
  if (machine.personsWord)
    return end("left", `${machine.personsWord.by} has set its level since: ${machine.personsWord.title}.`);
  if (machine.off) return end("left", "It is off: a copy is made while it runs. Start it, and roll out again.");
  if (machine.underWay)
    return wait(`${machine.underWay.by} has asked for something that is under way: ${machine.underWay.title}.`);
  if (lowers(machine.declared, wanted) && !accepted.lower)
    return end(
      "left",
      `It would have less than its ${protectionWords(machine.declared)}, and nobody has accepted that.`,
    );
  if (hold !== null) return wait(hold);
  if (admission === null || !admission.allowed.allowed)
    return wait(admission?.allowed.allowed === false ? admission.allowed.reason : "Its state is not known.");
  if (admission.block)
    return end("refused", `${admission.block.sentence}${admission.block.remedy ? ` ${admission.block.remedy}` : ""}`);
  const { stations, passesBelow } = admission.way;
  const [first] = stations;
  if (first === undefined) return end("kept", "It had this level already.");
  if (passesBelow && !accepted.passBelow)
    return end(
      "refused",
      "Its pair has no room for both levels at once, so it would have less than either on the way, and nobody has accepted that.",
    );
  return { do: "ask", protection: first, stations, station: 0 };
}

/** A machine that is being changed, by what became of the task. */
export function judgeChanging(
  step: Pick<StepRecord, "before" | "stations" | "station">,
  machine: StepMachine | null,
  task: StepTask,
  nowMs: number,
  admission: Pick<StepAdmission, "allowed" | "block"> | null,
): StepDecision {
  if (task.state === "running") return wait("");
  if (machine === null) return end("left", GONE);
  const asked = step.stations[step.station];
  if (task.state === "succeeded" && asked !== undefined) {
    if (machine.personsWord)
      return end("left", `${machine.personsWord.by} has set its level since: ${machine.personsWord.title}.`);
    if (!isSameProtection(machine.declared, asked))
      return isSettling(task, nowMs)
        ? wait("The hosts say that it is done; what they show is awaited.")
        : end("stuck", `The hosts said that it was done, and show ${protectionWords(machine.declared)}.`);
    const next = step.stations[step.station + 1];
    if (next === undefined)
      return machine.exposed
        ? wait("Its level is set; it is not as declared yet.")
        : end("done", `It has ${protectionWords(asked)}.`);
    if (machine.exposed) return wait("It has what it gains soon; what it gives up stays until then.");
    if (admission?.allowed.allowed !== true)
      return wait(admission?.allowed.allowed === false ? admission.allowed.reason : "Its state is not known.");
    // To give something up is only refused where it would break something: it keeps both then, which is no less.
    if (admission.block) return end("refused", admission.block.sentence);
    return { do: "ask", protection: next, stations: step.stations, station: step.station + 1 };
  }
  return { do: "fail", words: task.refusal?.message ?? "The change was cancelled." };
}

/** The change has failed: the level before is given back, unless it is there already. */
export function judgeReturning(
  step: Pick<StepRecord, "before">,
  machine: StepMachine | null,
  task: StepTask | null,
  words: string,
  nowMs: number,
  admission: Pick<StepAdmission, "allowed" | "block"> | null,
): StepDecision {
  if (machine === null) return end("left", GONE);
  if (task === null) return backTo(step.before, machine, words, admission);
  if (task.state === "running") return wait(words);
  if (task.state !== "succeeded")
    return end(
      "stuck",
      `${words} The level before could not be given back: ${task.refusal?.message ?? "that was cancelled."}`,
    );
  if (step.before !== null && !isSameProtection(machine.declared, step.before) && isSettling(task, nowMs))
    return wait(words);
  return end("returned", words);
}

const isSettling = ({ endedAtMs }: StepTask, nowMs: number): boolean =>
  endedAtMs !== null && nowMs - endedAtMs < ROLLOUT_LIMITS.settleMs;

function backTo(
  before: Protection | null,
  machine: StepMachine,
  words: string,
  admission: Pick<StepAdmission, "allowed" | "block"> | null,
): StepDecision {
  if (before === null || isSameProtection(machine.declared, before)) return end("returned", words);
  if (machine.personsWord)
    return end("left", `${words} ${machine.personsWord.by} has set its level since: ${machine.personsWord.title}.`);
  if (admission?.block)
    return end("stuck", `${words} The level before cannot be given back: ${admission.block.sentence}`);
  if (machine.underWay || admission?.allowed.allowed !== true) return wait(words);
  return { do: "return", protection: before, words };
}
