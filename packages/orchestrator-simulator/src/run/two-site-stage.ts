import { FAULT_TOLERANCE, HIGH_AVAILABILITY, REMOTE_AVAILABILITY } from "@v-available/domain/level";
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
