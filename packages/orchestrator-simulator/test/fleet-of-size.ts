import { FAULT_TOLERANCE, HIGH_AVAILABILITY, type Protection, UNPROTECTED } from "@v-available/domain/level";
import type { Fleet, FleetMachine, FleetPair } from "../src/fleet";

/** What runs on each pair: of ten machines, two at Fault Tolerance and seven at High Availability. */
const LEVELS: readonly Protection[] = [
  FAULT_TOLERANCE,
  HIGH_AVAILABILITY,
  HIGH_AVAILABILITY,
  HIGH_AVAILABILITY,
  UNPROTECTED,
  FAULT_TOLERANCE,
  HIGH_AVAILABILITY,
  HIGH_AVAILABILITY,
  HIGH_AVAILABILITY,
  HIGH_AVAILABILITY,
];

const WITNESS = { name: "witness", siteName: "Third", endpoint: "witness.example:8443", delayMs: 10 };

/** That many pairs, all alike, with ten machines each and one witness for all of them. */
export const fleetOfSize = (pairs: number): Fleet => ({
  sites: [
    { ref: "site-one", name: "One", region: "North", role: "primary" },
    { ref: "site-third", name: "Third", region: "North", role: "witness" },
  ],
  pairs: Array.from({ length: pairs }, (_, index) => pairAt(index)),
  machines: Array.from({ length: pairs }, (_, index) => machinesAt(index)).flat(),
});

const pairAt = (index: number): FleetPair => ({
  ref: `pair-${index}`,
  name: `p${index}`,
  siteRef: { a: "site-one", b: "site-one" },
  hostNames: { a: `p${index}-a`, b: `p${index}-b` },
  cores: 64,
  memoryMiB: 524_288,
  cpuModel: "Xeon Gold 6430",
  linkBytesPerSecond: 1_250_000_000,
  linkDelayMs: 0.1,
  witnesses: [WITNESS],
  disks: ["disk-0", "disk-1"],
});

const machinesAt = (index: number): FleetMachine[] =>
  LEVELS.map((protection, number) => ({
    name: `p${index}-m${number}`,
    pairRef: `pair-${index}`,
    side: number % 2 === 0 ? "a" : "b",
    vcpus: 4,
    memoryMiB: 16_384,
    diskMiB: 81_920,
    guest: "linux",
    protection,
    ip: null,
    load: {
      cpuRatio: 0.2,
      dirtyBytesPerSecond: 5e6,
      writeBytesPerSecond: 1e6,
      writesPerSecond: number % 2 === 0 ? 1 : 4,
    },
  }));
