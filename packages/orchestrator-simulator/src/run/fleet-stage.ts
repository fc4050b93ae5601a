import {
  FAULT_TOLERANCE,
  HIGH_AVAILABILITY,
  REMOTE_AVAILABILITY,
  UNPROTECTED,
  withRecovery,
} from "@v-available/domain/level";
import type { Fleet, FleetPair } from "../fleet";
import type { Lane } from "./scenario";
import { labMachine, labPair } from "./stage";
import { SITE_A, SITE_B } from "./two-site-stage";

const SITE_FAR = "site-far";

const pairOf = (name: string, a: string, b: string, more: Partial<FleetPair> = {}): FleetPair => ({
  ...labPair,
  ref: name,
  name,
  siteRef: { a, b },
  hostNames: { a: `${name}-a`, b: `${name}-b` },
  ...more,
});

/** Five pairs that share one witness: two at each of two sites, and one across both. One of them is copied far away. */
export const FLEET_STAGE: Fleet = {
  sites: [
    { ref: SITE_A, name: "Site A", region: "Lab", role: "primary" },
    { ref: SITE_B, name: "Site B", region: "Lab", role: "partner" },
    { ref: "site-witness", name: "Witness", region: "Lab", role: "witness" },
    { ref: SITE_FAR, name: "Far away", region: "Lab", role: "recovery" },
  ],
  pairs: [
    pairOf("one", SITE_A, SITE_A),
    pairOf("two", SITE_A, SITE_A, { sharedSwitch: true }),
    pairOf("three", SITE_B, SITE_B),
    pairOf("four", SITE_B, SITE_B, {
      recovery: { siteRef: SITE_FAR, journalBytes: 2e9, wanBytesPerSecond: 12_500_000, wanDelayMs: 30 },
    }),
    pairOf("across", SITE_A, SITE_B, { linkDelayMs: 1 }),
  ],
  machines: [
    labMachine("ft", FAULT_TOLERANCE, "one"),
    labMachine("ha", HIGH_AVAILABILITY, "two"),
    labMachine("alone", UNPROTECTED, "two"),
    labMachine("ft-b", FAULT_TOLERANCE, "three"),
    labMachine("dr", withRecovery(HIGH_AVAILABILITY), "four"),
    labMachine("ra", REMOTE_AVAILABILITY, "across"),
  ],
};

export const FLEET_LANES: readonly Lane[] = [
  { target: "ft", level: "fault-tolerance" },
  { target: "ha", level: "high-availability" },
  { target: "ra", level: "remote-availability" },
  { target: "dr", level: "disaster-recovery" },
];
