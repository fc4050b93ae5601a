import { type Expectation, lineOf, type Scenario } from "./scenario";
import { clear, HOST_A, HOST_B, inject, MOVE, onStage, PROTECTED_LANES, SECOND_MS, silent } from "./scenario-words";

const [DISK_A, DISK_B] = [`${HOST_A}/disk-0`, `${HOST_B}/disk-0`] as const;

/** Some answers come in time, many late, some never: until 30 s are over, and what was asked for by then. */
const GRAY: Expectation = { ...silent(0.03, 1), lateForMs: { atLeast: 28 * SECOND_MS, atMost: 33 * SECOND_MS } };

/** A host boots for 300 s, a guest for 30 s, and an application starts in 20 s. */
const FROM_THE_OLD_DISK = silent(370, 395, "lost");

export const DISK_SCENARIOS: readonly Scenario[] = [
  {
    ...onStage,
    name: "bad-disk",
    title: "The active host's disk breaks.",
    sentence:
      "At zero the disk under the running machines fails. They go on through the partner's copies and move there; 30 s later the disk is replaced by an empty one, and filled.",
    lanes: PROTECTED_LANES,
    untilMs: 420_000,
    zero: "disk broken",
    expect: { ft: MOVE, ha: MOVE },
    script: [
      lineOf(0, "The disk of host-a fails.", inject("disk-failed", DISK_A)),
      lineOf(30_000, "The disk of host-a is replaced by an empty one.", clear("disk-failed", DISK_A)),
    ],
  },
  {
    ...onStage,
    name: "gray-host",
    title: "The active host's disk takes seconds.",
    sentence:
      "At zero the disk under the running machines becomes slow: its host answers every heartbeat, one answer of the disk in a hundred takes 4 s. After 30 s the copies on it are given up, and the machines go on from the partner's and move there.",
    lanes: PROTECTED_LANES,
    untilMs: 90_000,
    zero: "disk slow",
    expect: { ft: GRAY, ha: GRAY },
    script: [lineOf(0, "The disk of host-a takes seconds to answer.", inject("disk-slow", DISK_A))],
  },
  {
    ...onStage,
    name: "bad-source-disk-during-resync",
    title: "The good disk breaks while the other is filled.",
    sentence:
      "At zero the other host's disk fails, and is replaced; while the copies on it are filled, the disk with the only complete ones fails. Nothing is started from half a copy: the machines stand still until a person decides.",
    lanes: PROTECTED_LANES,
    zero: "first disk broken",
    expect: { ft: silent(75, 85, "not back"), ha: silent(75, 85, "not back") },
    script: [
      lineOf(0, "The disk of host-b fails.", inject("disk-failed", DISK_B)),
      lineOf(10_000, "The disk of host-b is replaced by an empty one.", clear("disk-failed", DISK_B)),
      lineOf(60_000, "The disk of host-a fails.", inject("disk-failed", DISK_A)),
    ],
  },
  {
    ...onStage,
    name: "active-dies-during-resync",
    title: "The active host dies while the other's copies are filled.",
    sentence:
      "At zero the other host's disk fails, and is replaced; while the copies on it are filled, the active host loses its power, and has it again 30 s later. Nothing is started from half a copy: the machines boot from the whole ones once their host is back.",
    lanes: PROTECTED_LANES,
    untilMs: 520_000,
    zero: "disk broken",
    expect: { ft: FROM_THE_OLD_DISK, ha: FROM_THE_OLD_DISK },
    script: [
      lineOf(0, "The disk of host-b fails.", inject("disk-failed", DISK_B)),
      lineOf(10_000, "The disk of host-b is replaced by an empty one.", clear("disk-failed", DISK_B)),
      lineOf(60_000, "host-a loses its power.", inject("host-power-loss", HOST_A)),
      lineOf(90_000, "host-a has power again, and boots.", clear("host-power-loss", HOST_A)),
    ],
  },
];
