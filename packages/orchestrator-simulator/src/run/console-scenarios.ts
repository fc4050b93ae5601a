import { lineOf, type Scenario } from "./scenario";
import { BLIP, clear, HOST_A, inject, onStage, PROTECTED_LANES, RESTART } from "./scenario-words";

export const CONSOLE_SCENARIOS: readonly Scenario[] = [
  {
    ...onStage,
    name: "console-down-during-host-failure",
    title: "The console is down while a host fails.",
    sentence:
      "At zero the console stops; 10 s later the active host loses its power, and has it again 30 s after that. The hosts decide as ever. Once the console is back it reads what they wrote down meanwhile: all of it, in order.",
    lanes: PROTECTED_LANES,
    untilMs: 420_000,
    zero: "console stopped",
    expect: { ft: BLIP, ha: RESTART },
    script: [
      lineOf(0, "The console stops.", inject("control-plane-down", "console")),
      lineOf(10_000, "host-a loses its power.", inject("host-power-loss", HOST_A)),
      lineOf(40_000, "host-a has power again, and boots.", clear("host-power-loss", HOST_A)),
      lineOf(410_000, "The console is back.", clear("control-plane-down", "console")),
    ],
  },
];
