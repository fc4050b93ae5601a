import { FAULT_TOLERANCE, HIGH_AVAILABILITY, REMOTE_AVAILABILITY, withRecovery } from "@v-available/domain/level";
import type { Fleet } from "../fleet";
import type { Lane } from "./scenario";
import { labMachine, labPair } from "./stage";

export const [SITE_A, SITE_B] = ["site-a", "site-b"] as const;

/** The drawn pair spans two sites, its witness is at a third. A second pair has both of its hosts at the first site. */
export const TWO_SITE_STAGE: Fleet = {
  sites: [
    { ref: SITE_A, name: "Site A", region: "Lab", role: "primary" },
    { ref: SITE_B, name: "Site B", region: "Lab", role: "partner" },
    { ref: "site-witness", name: "Witness", region: "Lab", role: "witness" },
  ],
  pairs: [
    { ...labPair, siteRef: { a: SITE_A, b: SITE_B }, linkDelayMs: 1 },
    { ...labPair, ref: "local", name: "local", siteRef: { a: SITE_A, b: SITE_A }, hostNames: { a: "c", b: "d" } },
  ],
  machines: [
    labMachine("ft", FAULT_TOLERANCE),
    labMachine("ra", REMOTE_AVAILABILITY),
    labMachine("ha", HIGH_AVAILABILITY, "local"),
  ],
};

export const TWO_SITE_LANES: readonly Lane[] = [
  { target: "ft", level: "fault-tolerance" },
  { target: "ra", level: "remote-availability" },
  { target: "ha", level: "high-availability" },
];

const SITE_FAR = "site-far";

/** The same with a site far away, to which one more machine of the drawn pair is copied. */
export const COPIED_STAGE: Fleet = {
  sites: [...TWO_SITE_STAGE.sites, { ref: SITE_FAR, name: "Far away", region: "Lab", role: "recovery" }],
  pairs: TWO_SITE_STAGE.pairs.map((pair) =>
    pair.ref === "lab"
      ? { ...pair, recovery: { siteRef: SITE_FAR, journalBytes: 2e9, wanBytesPerSecond: 12_500_000, wanDelayMs: 30 } }
      : pair,
  ),
  machines: [...TWO_SITE_STAGE.machines, labMachine("dr", withRecovery(HIGH_AVAILABILITY))],
};

export const COPIED_LANES: readonly Lane[] = [...TWO_SITE_LANES, { target: "dr", level: "disaster-recovery" }];
