import { lineOf, type Scenario } from "./scenario";
import { clear, HOST_A, inject, onStage, PROTECTED_LANES, silent, UNNOTICED } from "./scenario-words";
import { LAB_WITNESS } from "./stage";

const HOUR_MS = 3_600_000;

export const WITNESS_SCENARIOS: readonly Scenario[] = [
  {
    ...onStage,
    name: "witness-lost-2h",
    title: "The witness is gone for two hours.",
    sentence:
      "At zero the witness stops, and is back two hours later. The hosts agree which of them goes on if they lose each other; the machines run, at risk, and nobody notices.",
    lanes: PROTECTED_LANES,
    untilMs: 2 * HOUR_MS + 60_000,
    zero: "witness stopped",
    expect: { ft: UNNOTICED, ha: UNNOTICED },
    script: [
      lineOf(0, "The witness stops.", inject("witness-lost", LAB_WITNESS)),
      lineOf(2 * HOUR_MS, "The witness is back.", clear("witness-lost", LAB_WITNESS)),
    ],
  },
  {
    ...onStage,
    name: "witness-then-active",
    title: "The witness is gone, then the active host.",
    sentence:
      "At zero the witness stops; 40 s later the active host loses its power. The hosts had agreed that only that one may go on, so nothing does until it is back: nobody can know what it did last.",
    lanes: PROTECTED_LANES,
    zero: "witness stopped",
    expect: { ft: silent(95, 105, "not back"), ha: silent(95, 105, "not back") },
    script: [
      lineOf(0, "The witness stops.", inject("witness-lost", LAB_WITNESS)),
      lineOf(40_000, "host-a loses its power.", inject("host-power-loss", HOST_A)),
      lineOf(90_000, "The witness is back.", clear("witness-lost", LAB_WITNESS)),
    ],
  },
];
