import { HIGH_AVAILABILITY, withRecovery } from "@v-available/domain/level";
import type { Fleet } from "../fleet";
import { lineOf, type Scenario, type ScriptAct } from "./scenario";
import { clear, inject, SECOND_MS, UNNOTICED } from "./scenario-words";
import { LAB_STAGE, labMachine } from "./stage";

const SITE_FAR = "site-far";

/** The pair of the lab with a site far away, to which its one machine is copied. */
const DRILL_STAGE: Fleet = {
  sites: [...LAB_STAGE.sites, { ref: SITE_FAR, name: "Far away", region: "Lab", role: "recovery" }],
  pairs: LAB_STAGE.pairs.map((pair) => ({
    ...pair,
    recovery: { siteRef: SITE_FAR, journalBytes: 2e9, wanBytesPerSecond: 12_500_000, wanDelayMs: 30 },
  })),
  machines: [labMachine("dr", withRecovery(HIGH_AVAILABILITY))],
};

const onStage = {
  fleet: DRILL_STAGE,
  lanes: [{ target: "dr", level: "disaster-recovery" }],
  warmUpMs: 20_000,
  zero: "drill begun",
} as const;

const of = (what: "drill" | "end-drill"): ScriptAct => ({ do: what, subjectRef: "dr" });

/** A guest of 30 s and an application of 20 s, of which the clients of the machine itself see nothing. */
export const DRILL_SCENARIOS: readonly Scenario[] = [
  {
    ...onStage,
    name: "recovery-drill",
    title: "A copy far away is tried out.",
    sentence:
      "At zero somebody starts a drill: a clone of the newest copy far away boots in a network of its own, answers after less than a minute, and is taken down. The machine and its copying go on, and nobody notices.",
    untilMs: 90 * SECOND_MS,
    expect: { dr: { ...UNNOTICED, drills: ["measured"] } },
    script: [lineOf(0, "A person starts a drill of dr.", of("drill"))],
  },
  {
    ...onStage,
    name: "recovery-drill-broken-off",
    title: "Drills that do not come to their end.",
    sentence:
      "At zero somebody starts a drill; 20 s later the site far away loses its power, and has it again after half a minute. The second drill is ended by hand, the third one proves the copy. Nothing is left of any of them, and nobody notices.",
    untilMs: 180 * SECOND_MS,
    expect: { dr: { ...UNNOTICED, drills: ["broken-off", "broken-off", "measured"] } },
    script: [
      lineOf(0, "A person starts a drill of dr.", of("drill")),
      lineOf(20 * SECOND_MS, "The site far away loses its power.", inject("site-power", SITE_FAR)),
      lineOf(50 * SECOND_MS, "The site far away has power again.", clear("site-power", SITE_FAR)),
      lineOf(60 * SECOND_MS, "A person starts another drill of dr.", of("drill")),
      lineOf(75 * SECOND_MS, "The person ends that drill.", of("end-drill")),
      lineOf(90 * SECOND_MS, "A person starts a third drill of dr.", of("drill")),
    ],
  },
];
