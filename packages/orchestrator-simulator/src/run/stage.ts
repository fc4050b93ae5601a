import { FAULT_TOLERANCE, HIGH_AVAILABILITY, type Protection } from "@v-available/domain/level";
import type { Fleet, FleetMachine, FleetPair } from "../fleet";
import type { Lane } from "./scenario";

/** The pair on which scenarios are played: two hosts, both machines active on A. */
export const labMachine = (name: string, protection: Protection, pairRef = "lab"): FleetMachine => ({
  name,
  pairRef,
  side: "a",
  vcpus: 2,
  memoryMiB: 8_192,
  diskMiB: 40_960,
  guest: "linux",
  protection,
  ip: null,
  load: { cpuRatio: 0.3, dirtyBytesPerSecond: 20e6, writeBytesPerSecond: 4e6, writesPerSecond: 5 },
});

export const LAB_HOSTS = { a: "host-a", b: "host-b" } as const;
export const LAB_WITNESS = "witness-w";

export const labPair: FleetPair = {
  ref: "lab",
  name: "lab",
  siteRef: { a: "site-lab", b: "site-lab" },
  hostNames: { a: "a", b: "b" },
  cores: 32,
  memoryMiB: 262_144,
  cpuModel: "Xeon Gold 6430",
  linkBytesPerSecond: 1_250_000_000,
  linkDelayMs: 0.1,
  witnesses: [{ name: LAB_WITNESS, siteName: "Witness", endpoint: "witness.example:8443", delayMs: 8 }],
  disks: ["disk-0"],
};

export const LAB_STAGE: Fleet = {
  sites: [
    { ref: "site-lab", name: "Lab", region: "Lab", role: "primary" },
    { ref: "site-witness", name: "Witness", region: "Lab", role: "witness" },
  ],
  pairs: [labPair],
  machines: [labMachine("ft", FAULT_TOLERANCE), labMachine("ha", HIGH_AVAILABILITY)],
};

export const LAB_LANES: readonly Lane[] = [
  { target: "ft", level: "fault-tolerance" },
  { target: "ha", level: "high-availability" },
  { target: "plain", level: "plain" },
];
