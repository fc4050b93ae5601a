import type { FaultKind } from "@v-available/domain/fault-kind";

/**
 * What builds draw from: the kinds that the fuzz has been seen to hold with, in this order, so that a seed means the same
 * when the catalogue grows. `npm run fuzz` draws from all that there are.
 */
export const BUILD_KINDS: readonly FaultKind[] = [
  "host-power-loss",
  "host-crash",
  "hypervisor-hang",
  "memory-correctable",
  "memory-uncorrectable",
  "cpu-machine-check",
  "cpu-thermal-throttle",
  "fan",
  "psu",
  "predicted-failure",
  "availability-link",
  "availability-links",
  "link-latency",
  "link-loss",
  "link-saturated",
  "link-flapping",
  "switch-failed",
  "wan-down",
  "partition",
  "business-nic",
  "site-power",
  "site-isolated",
  "witness-lost",
  "witness-path",
  "disk-transient",
  "disk-failed",
  "disk-slow",
  "storage-full",
  "controller-failed",
  "agent-crash",
  "guest-crash",
  "guest-hang",
];
