import { lineOf, type Scenario } from "./scenario";
import { clear, inject, onStage, PROTECTED_LANES, silent } from "./scenario-words";

/** Machines with two histories. Each side of such a machine has acknowledged what the other does not have. */

const PARTED = [
  lineOf(0, "host-b is cut off; somebody there starts ft by hand.", inject("split-brain", "ft")),
  lineOf(0, "host-b is cut off; somebody there starts ha by hand.", inject("split-brain", "ha")),
  lineOf(60_000, "host-b hears host-a and the witness again.", clear("split-brain", "ft")),
  lineOf(60_000, "host-b hears host-a and the witness again.", clear("split-brain", "ha")),
];
/** A guest of 30 s and an application of 20 s after the choice, which is made 15 s after both were stopped. */
const FROM_THE_CHOICE = silent(60, 75, "lost");

export const COPY_SCENARIOS: readonly Scenario[] = [
  {
    ...onStage,
    name: "split-brain",
    title: "Both hosts go on with the same machines.",
    sentence:
      "At zero host-b hears nobody any more, and somebody there starts the machines by hand, though they go on at host-a. A minute later the hosts hear each other: both stop, and neither copy is overwritten before a person has chosen.",
    lanes: PROTECTED_LANES,
    zero: "host-b cut off",
    expect: { ft: silent(75, 85, "not back"), ha: silent(75, 85, "not back") },
    script: PARTED,
  },
  {
    ...onStage,
    name: "split-brain-chosen",
    title: "Of two histories a person keeps one.",
    sentence:
      "The same, and 15 s later a person chooses: of the first machine the copy on host-a stays, of the second the one on host-b, which gives up what host-a had acknowledged since. Both are started anew and filled on the other host.",
    lanes: PROTECTED_LANES,
    untilMs: 240_000,
    zero: "host-b cut off",
    expect: { ft: FROM_THE_CHOICE, ha: { ...FROM_THE_CHOICE, writes: "lost" } },
    script: [
      ...PARTED,
      lineOf(75_000, "A person keeps the copy of ft on host-a.", { do: "choose-copy", subjectRef: "ft", keep: "a" }),
      lineOf(75_000, "A person keeps the copy of ha on host-b.", { do: "choose-copy", subjectRef: "ha", keep: "b" }),
    ],
  },
];
