import { dialStopOf, isBelow, type Protection } from "./level";

/** One thing of a change of level, done while the machine runs. */
export interface DialStep {
  readonly name: string;
  /** What a task says while it is done: "copy the disk". */
  readonly phrase: string;
  /** How it is taken back, where something later fails; null where there is nothing to take back. */
  readonly undo: string | null;
}

/** What going up adds (domain contract §5), each in the order in which it is done. */
export const DIAL_UP = {
  "high-availability": [
    { name: "reserve", phrase: "reserve room on the partner", undo: "release the reserve" },
    { name: "create-leg", phrase: "make the partner's copy", undo: "remove the partner's copy" },
    { name: "full-sync", phrase: "copy the disk", undo: null },
    { name: "verify", phrase: "verify both copies", undo: null },
    { name: "arm", phrase: "arm the restart on the partner", undo: "disarm the restart on the partner" },
  ],
  "fault-tolerance": [
    { name: "match-cpu", phrase: "compare the processors", undo: null },
    { name: "reserve-memory", phrase: "reserve memory on the partner", undo: "release that memory" },
    { name: "copy-memory", phrase: "copy the memory", undo: "drop the copied memory" },
    { name: "short-pause", phrase: "pause for the last of the memory", undo: "let the machine run on" },
    { name: "hold-output", phrase: "hold output until the standby has it", undo: "release held output" },
    { name: "clean-checkpoints", phrase: "wait for three clean checkpoints", undo: null },
  ],
  /** Where the pair has room for a third copy: two are UpToDate all the time. */
  "remote-availability": [
    { name: "create-third-leg", phrase: "make a third copy at the remote site", undo: "remove the third copy" },
    { name: "sync-third-leg", phrase: "copy the disk to the remote site", undo: null },
    { name: "switch-leg", phrase: "switch to the remote copy", undo: "switch back to the old copy" },
    { name: "drop-old-leg", phrase: "drop the old copy", undo: null },
  ],
  /** Where it has none, one copy is all there is for a while: a person decides, and nothing is done before. */
  "remote-availability-without-third-copy": [
    { name: "show-exposure", phrase: "show how long there is one copy only", undo: null },
    { name: "ask-person", phrase: "ask whether that is accepted", undo: null },
  ],
  "disaster-recovery": [
    { name: "seed", phrase: "copy the disk to the recovery site", undo: "remove the recovery copy" },
    { name: "journal", phrase: "begin the journal", undo: "end the journal" },
    { name: "first-checkpoint", phrase: "wait for the first consistent checkpoint", undo: null },
    { name: "first-drill", phrase: "start it once from the recovery copy", undo: "end the drill" },
  ],
} as const satisfies Readonly<Record<string, readonly DialStep[]>>;

/** What going down does. The mirror stays while the standby is stopped, and room is given back when all is over. */
export const DIAL_DOWN = [
  { name: "admit", phrase: "ask what would be lost", undo: null },
  { name: "drain-output", phrase: "drain held output", undo: null },
  { name: "stop-standby", phrase: "stop the standby", undo: "copy the memory to the standby again" },
  { name: "change", phrase: "change the level", undo: "change the level back" },
  { name: "release-reserve", phrase: "release the reserve", undo: null },
] as const satisfies readonly DialStep[];

const LOCKSTEP_ONLY: ReadonlySet<DialStep["name"]> = new Set(["drain-output", "stop-standby"]);

/**
 * The whole way from one composition to another. What is gained comes before what is given up, so that on the way the
 * machine is never below both.
 */
export function dialSteps(from: Protection, to: Protection, hasRoomForThirdCopy: boolean): readonly DialStep[] {
  const [was, will] = [dialStopOf(from), dialStopOf(to)];
  const up: DialStep[] = [];
  if (was === "unprotected" && will !== "unprotected") up.push(...DIAL_UP["high-availability"]);
  // The first copy of a machine that has one only is made at the other site at once.
  if (was !== "unprotected" && from.separation === "host" && to.separation === "site")
    up.push(...DIAL_UP[hasRoomForThirdCopy ? "remote-availability" : "remote-availability-without-third-copy"]);
  if (will === "fault-tolerance" && was !== "fault-tolerance") up.push(...DIAL_UP["fault-tolerance"]);
  if (from.recovery === "none" && to.recovery !== "none") up.push(...DIAL_UP["disaster-recovery"]);
  const lowers =
    isBelow(will, was) ||
    (from.separation === "site" && to.separation === "host") ||
    (from.recovery !== "none" && to.recovery === "none");
  if (!lowers) return up;
  const leavesLockstep = was === "fault-tolerance" && will !== "fault-tolerance";
  return [...up, ...DIAL_DOWN.filter(({ name }) => leavesLockstep || !LOCKSTEP_ONLY.has(name))];
}

/** Any failure returns to the level before: what is taken back, last first. The failed step may have been half done. */
export const wayBack = (steps: readonly DialStep[], failedIndex: number): readonly string[] =>
  steps
    .slice(0, failedIndex + 1)
    .reverse()
    .flatMap(({ undo }) => undo ?? []);
