import {
  FAULT_TOLERANCE,
  HIGH_AVAILABILITY,
  type Protection,
  REMOTE_AVAILABILITY,
  UNPROTECTED,
  withRecovery,
} from "@v-available/domain/level";
import type { Side } from "@v-available/domain/state";
import { FREE_HOSTS, FREE_WITNESSES } from "./demo-free-host";
import type { Fleet, FleetMachine, FleetPair, FleetSite, FleetWitness, MachineLoad } from "./fleet";

const GBE_10 = 1_250_000_000;
const GBE_1 = 125_000_000;

/** Short name, site, region, second site of a stretched pair, cores, memory GiB, link speed, one-way delay. */
type PairRow = readonly [string, string, string, string | null, number, number, number, number];
const PAIRS: readonly PairRow[] = [
  ["lit", "Littleton", "New England", null, 64, 512, GBE_10, 0.1],
  ["lit2", "Littleton", "New England", null, 48, 384, GBE_10, 0.1],
  ["ptl", "Portland", "New England", null, 32, 256, GBE_1, 0.2],
  ["nas", "Nashua", "New England", "Concord", 32, 256, GBE_10, 0.9],
  ["dul", "Duluth", "Midwest", null, 48, 384, GBE_10, 0.1],
  ["rac", "Racine", "Midwest", null, 32, 256, GBE_10, 0.1],
  ["peo", "Peoria", "Midwest", null, 24, 192, GBE_1, 0.2],
  ["gal", "Galveston", "Gulf Coast", null, 48, 384, GBE_10, 0.1],
  ["mob", "Mobile", "Gulf Coast", "Pascagoula", 32, 256, GBE_10, 1.1],
  ["aar", "Aarhus", "Northern Europe", null, 48, 384, GBE_10, 0.1],
  ["tku", "Turku", "Northern Europe", null, 32, 256, GBE_1, 0.2],
  ["brg", "Bergen", "Northern Europe", null, 32, 256, GBE_10, 0.1],
];

const quiet: MachineLoad = {
  cpuRatio: 0.08,
  dirtyBytesPerSecond: 1.5e6,
  writeBytesPerSecond: 0.3e6,
  writesPerSecond: 1,
};
const steady: MachineLoad = {
  cpuRatio: 0.24,
  dirtyBytesPerSecond: 9e6,
  writeBytesPerSecond: 2.4e6,
  writesPerSecond: 4,
};
const busy: MachineLoad = { cpuRatio: 0.46, dirtyBytesPerSecond: 38e6, writeBytesPerSecond: 11e6, writesPerSecond: 10 };
const heavy: MachineLoad = {
  cpuRatio: 0.62,
  dirtyBytesPerSecond: 55e6,
  writeBytesPerSecond: 19e6,
  writesPerSecond: 20,
};

const FT = FAULT_TOLERANCE;
const HA = HIGH_AVAILABILITY;
const RA = REMOTE_AVAILABILITY;
const NO = UNPROTECTED;
const DR = withRecovery(HIGH_AVAILABILITY);

/** Name, pair, first side, vCPUs, memory GiB, disk GiB, guest, level, load. */
type MachineRow = readonly [
  string,
  string,
  Side,
  number,
  number,
  number,
  FleetMachine["guest"],
  Protection,
  MachineLoad,
];
const MACHINES: readonly MachineRow[] = [
  ["orders-db", "lit", "a", 8, 64, 240, "linux", FT, heavy],
  ["erp-db", "lit", "a", 8, 64, 320, "linux", HA, busy],
  ["erp-app", "lit", "b", 8, 32, 80, "linux", DR, steady],
  ["payments-gw", "lit", "a", 4, 16, 40, "linux", FT, steady],
  ["build-cache", "lit", "b", 4, 16, 120, "linux", NO, quiet],
  ["directory-1", "lit2", "a", 4, 16, 60, "windows", FT, quiet],
  ["file-share", "lit2", "b", 4, 24, 400, "windows", HA, steady],
  ["mail-relay", "lit2", "a", 2, 8, 40, "linux", HA, quiet],
  ["voice-switch", "lit2", "b", 4, 12, 40, "linux", FT, steady],
  ["badge-control", "lit2", "a", 2, 8, 30, "windows", HA, quiet],
  ["harbor-radar", "ptl", "a", 4, 16, 60, "linux", FT, steady],
  ["tide-log", "ptl", "a", 2, 8, 80, "linux", HA, quiet],
  ["berth-plan", "ptl", "b", 2, 16, 60, "linux", HA, steady],
  ["crane-hmi", "ptl", "b", 2, 8, 30, "windows", HA, quiet],
  ["cctv-index", "ptl", "a", 4, 16, 200, "linux", NO, steady],
  ["dispatch-911", "nas", "a", 4, 16, 40, "linux", FT, steady],
  ["records-ems", "nas", "b", 4, 24, 160, "linux", RA, steady],
  ["map-tiles", "nas", "b", 2, 8, 120, "linux", RA, quiet],
  ["radio-bridge", "nas", "a", 2, 8, 20, "linux", FT, quiet],
  ["shift-roster", "nas", "a", 2, 8, 30, "windows", HA, quiet],
  ["ore-scada", "dul", "a", 4, 16, 60, "windows", FT, steady],
  ["ore-historian", "dul", "a", 4, 32, 300, "windows", HA, busy],
  ["belt-control", "dul", "b", 2, 8, 30, "linux", FT, steady],
  ["assay-lims", "dul", "b", 4, 16, 90, "linux", HA, quiet],
  ["dock-scale", "dul", "a", 2, 4, 20, "linux", HA, quiet],
  ["line-1-mes", "rac", "a", 4, 16, 80, "windows", FT, busy],
  ["line-2-mes", "rac", "b", 4, 16, 80, "windows", HA, busy],
  ["label-print", "rac", "a", 2, 4, 20, "windows", HA, quiet],
  ["quality-cam", "rac", "b", 8, 24, 160, "linux", HA, steady],
  ["spare-parts", "rac", "b", 2, 8, 60, "linux", NO, quiet],
  ["grain-ledger", "peo", "a", 4, 16, 90, "linux", HA, steady],
  ["silo-control", "peo", "a", 2, 8, 30, "linux", HA, steady],
  ["weighbridge", "peo", "b", 2, 4, 20, "windows", HA, quiet],
  ["rail-gate", "peo", "b", 2, 4, 20, "linux", HA, quiet],
  ["agronomy-web", "peo", "a", 2, 8, 40, "linux", NO, quiet],
  ["refinery-dcs", "gal", "a", 8, 32, 90, "windows", FT, busy],
  ["flare-watch", "gal", "b", 2, 8, 40, "linux", FT, quiet],
  ["tank-farm", "gal", "a", 4, 16, 60, "windows", HA, steady],
  ["permit-desk", "gal", "b", 4, 16, 80, "windows", HA, quiet],
  ["lab-results", "gal", "a", 4, 16, 120, "linux", DR, steady],
  ["yard-control", "mob", "a", 4, 16, 60, "linux", FT, steady],
  ["hull-cad", "mob", "b", 8, 48, 300, "windows", RA, busy],
  ["weld-trace", "mob", "a", 2, 8, 60, "linux", RA, steady],
  ["gate-access", "mob", "b", 2, 4, 20, "windows", HA, quiet],
  ["paint-plan", "mob", "b", 2, 8, 40, "linux", NO, quiet],
  ["wind-scada", "aar", "a", 4, 16, 60, "linux", FT, busy],
  ["wind-forecast", "aar", "b", 8, 32, 120, "linux", HA, heavy],
  ["blade-sensors", "aar", "a", 4, 16, 160, "linux", HA, busy],
  ["grid-bids", "aar", "a", 4, 16, 60, "linux", FT, steady],
  ["crew-boats", "aar", "b", 2, 8, 30, "linux", HA, quiet],
  ["patient-admit", "tku", "a", 4, 24, 120, "windows", HA, steady],
  ["lab-hl7", "tku", "a", 2, 8, 40, "linux", HA, steady],
  ["pharmacy", "tku", "b", 4, 16, 80, "windows", HA, steady],
  ["ward-monitor", "tku", "b", 4, 16, 40, "linux", FT, steady],
  ["intranet", "tku", "a", 2, 8, 40, "linux", NO, quiet],
  ["ferry-booking", "brg", "a", 4, 24, 120, "linux", HA, busy],
  ["tunnel-vent", "brg", "a", 2, 8, 20, "linux", FT, steady],
  ["toll-gantry", "brg", "b", 2, 8, 60, "linux", FT, busy],
  ["avalanche-net", "brg", "b", 2, 8, 40, "linux", HA, quiet],
  ["fish-auction", "brg", "a", 4, 16, 80, "windows", HA, steady],
];

/** What one machine of the demo can't be protected for, until it is taken out. */
const PASSTHROUGH: Readonly<Record<string, readonly string[]>> = {
  "cctv-index": ["NVIDIA T4 at 0000:3b:00.0"],
};

/** Pairs whose machines can be copied to a site far away, and over what. */
const RECOVERY: Readonly<Record<string, FleetPair["recovery"]>> = {
  lit: { siteRef: "site-racine", journalBytes: 20e9, wanBytesPerSecond: GBE_1, wanDelayMs: 14 },
  gal: { siteRef: "site-duluth", journalBytes: 10e9, wanBytesPerSecond: GBE_1 / 2, wanDelayMs: 17 },
};

const siteRefOf = (name: string) => `site-${name.toLowerCase()}`;
const pairRefOf = (short: string) => `pair-${short}`;

function sitesOf(): FleetSite[] {
  const sites = new Map<string, FleetSite>();
  for (const [, name, region, second] of PAIRS) {
    sites.set(name, { ref: siteRefOf(name), name, region, role: "primary" });
    if (second) sites.set(second, { ref: siteRefOf(second), name: second, region, role: "partner" });
  }
  for (const [name, region] of WITNESS_SITES) sites.set(name, { ref: siteRefOf(name), name, region, role: "witness" });
  return [...sites.values()].map((site) => {
    const [latitude, longitude] = PLACES[site.name] ?? [];
    return latitude === undefined || longitude === undefined ? site : { ...site, position: { latitude, longitude } };
  });
}

/** In degrees, north and east. */
const PLACES: Readonly<Record<string, readonly [latitude: number, longitude: number]>> = {
  Littleton: [42.54, -71.51],
  Portland: [43.66, -70.26],
  Nashua: [42.77, -71.47],
  Concord: [43.21, -71.54],
  Duluth: [46.79, -92.1],
  Racine: [42.73, -87.78],
  Peoria: [40.69, -89.59],
  Galveston: [29.3, -94.8],
  Mobile: [30.69, -88.04],
  Pascagoula: [30.37, -88.56],
  Aarhus: [56.16, 10.2],
  Turku: [60.45, 22.27],
  Bergen: [60.39, 5.32],
  Albany: [42.65, -73.75],
  Gothenburg: [57.71, 11.97],
};

/** A witness stands where none of its pairs does. */
const WITNESS_SITES = [
  ["Albany", "Witnesses"],
  ["Gothenburg", "Witnesses"],
] as const;

const witnessOf = (short: "got" | "alb", delayMs: number): FleetWitness => ({
  name: `witness-${short}`,
  siteName: short === "got" ? "Gothenburg" : "Albany",
  endpoint: `witness-${short}.northgate.example:8443`,
  delayMs,
});

const pairOf = ([short, site, region, second, cores, memoryGiB, speed, delayMs]: PairRow): FleetPair => {
  const european = region === "Northern Europe";
  return {
    ref: pairRefOf(short),
    name: short,
    siteRef: { a: siteRefOf(site), b: siteRefOf(second ?? site) },
    hostNames: { a: `${short}-a`, b: `${short}-b` },
    cores,
    memoryMiB: memoryGiB * 1024,
    cpuModel: cores >= 48 ? "Xeon Gold 6430" : "Xeon Silver 4410Y",
    linkBytesPerSecond: speed,
    linkDelayMs: delayMs,
    ...(RECOVERY[short] ? { recovery: RECOVERY[short] } : {}),
    // Across the ocean is far, and good enough for the time until the near one is back.
    witnesses: european ? [witnessOf("got", 9), witnessOf("alb", 48)] : [witnessOf("alb", 14)],
    disks: ["disk-0", "disk-1"],
  };
};

/** Twelve pairs in four regions and sixty machines: what `npm start` shows. */
export function demoFleet(): Fleet {
  return {
    sites: sitesOf(),
    pairs: PAIRS.map(pairOf),
    machines: MACHINES.map(([name, pair, side, vcpus, memoryGiB, diskGiB, guest, protection, load], index) => ({
      name,
      pairRef: pairRefOf(pair),
      side,
      vcpus,
      memoryMiB: memoryGiB * 1024,
      diskMiB: diskGiB * 1024,
      guest,
      protection,
      passthroughDevices: PASSTHROUGH[name] ?? [],
      ip: `10.${20 + Math.floor(index / 5)}.0.${10 + (index % 5)}`,
      load,
    })),
    freeHosts: FREE_HOSTS,
    freeWitnesses: FREE_WITNESSES,
  };
}

/** One small pair for tests: everything is quick to copy. */
export function smallFleet(): Fleet {
  return {
    sites: [
      { ref: "site-north", name: "North", region: "Test", role: "primary" },
      { ref: "site-south", name: "South", region: "Test", role: "witness" },
    ],
    pairs: [
      {
        ref: "pair-one",
        name: "one",
        siteRef: { a: "site-north", b: "site-north" },
        hostNames: { a: "one-a", b: "one-b" },
        cores: 16,
        memoryMiB: 64 * 1024,
        cpuModel: "Xeon Silver 4410Y",
        linkBytesPerSecond: GBE_10,
        linkDelayMs: 0.1,
        witnesses: [{ name: "witness-south", siteName: "South", endpoint: "witness-south.example:8443", delayMs: 5 }],
        disks: ["disk-0"],
      },
    ],
    machines: [],
  };
}

/** The small pair with a machine at each stop of the dial: what tests break. */
export function smallFleetOfEachLevel(): Fleet {
  const machine = (name: string, protection: Protection): FleetMachine => ({
    name,
    pairRef: "pair-one",
    side: "a",
    vcpus: 2,
    memoryMiB: 2_048,
    diskMiB: 4_096,
    guest: "linux",
    protection,
    ip: null,
    load: { cpuRatio: 0.2, dirtyBytesPerSecond: 5e6, writeBytesPerSecond: 1e6, writesPerSecond: 2 },
  });
  return {
    ...smallFleet(),
    machines: [machine("ft-app", FAULT_TOLERANCE), machine("ha-app", HIGH_AVAILABILITY), machine("plain", UNPROTECTED)],
  };
}

/** The same with a second witness for every pair, farther away. */
export const withAlternateWitness = (fleet: Fleet): Fleet => ({
  ...fleet,
  pairs: fleet.pairs.map((pair) => ({
    ...pair,
    witnesses: [
      ...pair.witnesses,
      { name: "witness-west", siteName: "West", endpoint: "witness-west.example:8443", delayMs: 20 },
    ],
  })),
});
