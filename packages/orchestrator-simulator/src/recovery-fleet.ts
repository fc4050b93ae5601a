import { withRecovery } from "@v-available/domain/level";
import type { Fleet } from "./fleet";

/** The same with a recovery site, to which machines that have two copies are copied as well. */
export const withRecoverySite = (fleet: Fleet, journalBytes = 200e6): Fleet => ({
  sites: [...fleet.sites, { ref: "site-east", name: "East", region: "Recovery", role: "recovery" }],
  pairs: fleet.pairs.map((pair) => ({
    ...pair,
    recovery: { siteRef: "site-east", journalBytes, wanBytesPerSecond: 12_500_000, wanDelayMs: 15 },
  })),
  machines: fleet.machines.map((machine) => ({
    ...machine,
    protection: machine.protection.mirror === "sync" ? withRecovery(machine.protection) : machine.protection,
  })),
});
