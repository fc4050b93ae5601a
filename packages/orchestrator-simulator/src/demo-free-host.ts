import type { Fleet, FleetFreeHost } from "./fleet";
import type { SimFreeWitness, SimPort } from "./world/free-host";

const GBE_10 = 1_250_000_000;
const GBE_1 = 125_000_000;
const GIB = 1024;

const port = (name: string, network: string, change: Partial<SimPort> = {}): SimPort => ({
  name,
  network,
  isSwitch: true,
  bytesPerSecond: GBE_10,
  delayMs: 0.05,
  ...change,
});

const host = (name: string, site: string, change: Partial<FleetFreeHost>): FleetFreeHost => ({
  name,
  siteRef: `site-${site}`,
  version: "2.4.1",
  cores: 48,
  memoryMiB: 384 * GIB,
  diskMiB: 3_600 * GIB,
  disks: ["disk-0", "disk-1"],
  cpuModel: "Xeon Gold 6430",
  watchdog: "disarmed",
  clockOffsetMs: 3,
  ports: [],
  cutOffFrom: [],
  ...change,
});

const SILVER = { cores: 32, memoryMiB: 256 * GIB, cpuModel: "Xeon Silver 4410Y" } as const;
const line = (network: string) => ({ isSwitch: false, delayMs: 0.45, network });

/** Hosts that wait for a partner: two that fit each other, two for a pair over two sites, and four with something wrong. */
export const FREE_HOSTS: readonly FleetFreeHost[] = [
  host("dul-c", "duluth", { ports: [port("eth2", "dul-switch-1"), port("eth3", "dul-switch-2")] }),
  host("dul-d", "duluth", { clockOffsetMs: -5, ports: [port("eth2", "dul-switch-1"), port("eth3", "dul-switch-2")] }),
  host("nas-c", "nashua", {
    ...SILVER,
    ports: [port("eth2", "line-1", line("nashua-concord-1")), port("eth3", "line-2", line("nashua-concord-2"))],
  }),
  host("con-c", "concord", {
    ...SILVER,
    ports: [port("eth2", "line-1", line("nashua-concord-1")), port("eth3", "line-2", line("nashua-concord-2"))],
  }),
  // One cable of two, a clock that nobody sets, and rules of the series before.
  host("gal-c", "galveston", {
    version: "2.3.7",
    clockOffsetMs: 4_200,
    watchdog: "absent",
    ports: [port("eth2", "gal-switch-1")],
  }),
  host("gal-d", "galveston", { ports: [port("eth2", "gal-switch-1"), port("eth3", "gal-switch-2")] }),
  // Smaller and slower than its neighbours, and both ports in one switch.
  host("lit-c", "littleton", {
    ...SILVER,
    version: "2.4.0",
    memoryMiB: 192 * GIB,
    diskMiB: 900 * GIB,
    hidesCpuFeature: true,
    ports: [
      port("eth2", "lit-switch-1", { bytesPerSecond: GBE_1 }),
      port("eth3", "lit-switch-1", { bytesPerSecond: GBE_1, lossRatio: 0.004 }),
    ],
  }),
  host("lit-d", "littleton", {
    ...SILVER,
    ports: [port("eth2", "lit-switch-1"), port("eth3", "lit-switch-1")],
  }),
  host("rac-c", "racine", { ...SILVER, silent: true }),
];

/** Witnesses that would do less than they seem to. */
export const FREE_WITNESSES: readonly SimFreeWitness[] = [
  {
    name: "witness-dul",
    siteName: "Duluth",
    endpoint: "witness-dul.northgate.example:8443",
    delayMs: 0.3,
    behindNetwork: "dul-switch-2",
  },
  {
    name: "witness-gal",
    siteName: "Galveston",
    endpoint: "gal-d.northgate.example:8443",
    delayMs: 0.2,
    onHostRef: "host-gal-d",
  },
];

/** A small fleet with two hosts that fit each other, a third with one cable, and one that is silent. */
export const withFreeHosts = (fleet: Fleet): Fleet => {
  const site = fleet.sites[0]?.ref.replace("site-", "") ?? "";
  const ports = [port("eth2", "one-switch-1"), port("eth3", "one-switch-2")];
  const small = {
    cores: 16,
    memoryMiB: 64 * GIB,
    diskMiB: 500 * GIB,
    cpuModel: "Xeon Silver 4410Y",
    disks: ["disk-0"],
  };
  return {
    ...fleet,
    freeHosts: [
      host("two-a", site, { ...small, ports }),
      host("two-b", site, { ...small, ports }),
      host("two-c", site, { ...small, ports: ports.slice(0, 1) }),
      host("two-d", site, { ...small, ports, silent: true }),
    ],
  };
};
