import { FAULT_TOLERANCE, HIGH_AVAILABILITY, type Protection, UNPROTECTED } from "@v-available/domain/level";
import { otherSide } from "@v-available/domain/state";
import type { Fleet, FleetMachine, FleetPair, FleetSite, FleetWitness } from "../fleet";
import { draw, type RandomStreams } from "../random-stream";
import { PLACES, type Place, WITNESS_PLACES } from "./place";
import { ROLES, type Role } from "./role";

/** The same recipe gives the same fleet, to the last name. */
export interface FleetRecipe {
  readonly seed: string;
  readonly pairs: number;
  /** On average; a pair has from half to half as much again. */
  readonly machinesPerPair: number;
}

export const MOST_PAIRS = 5_000;

type Chance = (below: number) => number;

/** Cores and memory of a host, the small first. */
const HOST_SIZES = [
  { cores: 24, memoryGiB: 192, cpuModel: "Xeon Silver 4410Y" },
  { cores: 32, memoryGiB: 256, cpuModel: "Xeon Silver 4410Y" },
  { cores: 48, memoryGiB: 384, cpuModel: "Xeon Gold 6430" },
  { cores: 64, memoryGiB: 512, cpuModel: "Xeon Gold 6430" },
] as const;
/** One host must be able to run all of its pair, with room to spare. */
const FILLED_TO = 0.7;
/** Busy machines at Fault Tolerance fill a slow link: such pairs have fast ones. */
const [GBE_1, GBE_10] = [125_000_000, 1_250_000_000];

/** Several pairs share a site, in a large fleet more of them; a tenth spans two sites. */
const STRETCHED_RATIO = 0.1;

/** A fleet as a company has one: sites by region, a few pairs at each, machines by what they are for. */
export function generateFleet({ seed, pairs: count, machinesPerPair }: FleetRecipe): Fleet {
  const streams: RandomStreams = {};
  const chance: Chance = (below) => Math.floor(draw(streams, seed, "fleet") * below);
  const places = placesFor(count, chance);
  const shortNames = new Map<string, number>();
  const pairs: FleetPair[] = [];
  const machines: FleetMachine[] = [];
  for (const [index, place] of places.entries()) {
    const roles = rolesFor(machinesPerPair, chance);
    const partner = chance(1 / STRETCHED_RATIO) === 0 ? neighbourOf(place, places, index) : null;
    const pair = pairOf(nameIn(place, shortNames), place, partner, roles, chance);
    pairs.push(pair);
    machines.push(...machinesOf(pair, roles, index, chance));
  }
  return { sites: sitesOf(pairs, places), pairs, machines };
}

function placesFor(count: number, chance: Chance): Place[] {
  const most = Math.max(3, Math.ceil((2.5 * count) / PLACES.length));
  const found: Place[] = [];
  for (const place of PLACES) {
    for (let more = 1 + (chance(2) === 0 ? 0 : chance(most)); more > 0 && found.length < count; more--)
      found.push(place);
    if (found.length === count) break;
  }
  for (let index = 0; found.length < count; index++) found.push(PLACES[index % PLACES.length] as Place);
  return found;
}

const neighbourOf = (place: Place, places: readonly Place[], index: number): Place | null =>
  places.slice(index + 1).find(({ name, region }) => region === place.region && name !== place.name) ?? null;

/** "lit", "lit2": short, as people name their hosts. */
function nameIn({ name }: Place, used: Map<string, number>): string {
  const plain = name.normalize("NFD").replace(/\p{M}/gu, "").replace("ø", "o");
  const letters = plain.includes(" ")
    ? plain
        .split(" ")
        .map((word, at) => word.slice(0, at === 0 ? 1 : 3))
        .join("")
    : plain.slice(0, 3);
  const short = letters.toLowerCase();
  const number = (used.get(short) ?? 0) + 1;
  used.set(short, number);
  return number === 1 ? short : `${short}${number}`;
}

function rolesFor(average: number, chance: Chance): readonly Role[] {
  const least = Math.max(1, Math.ceil(average / 2));
  const count = Math.min(ROLES.length, least + chance(2 * (average - least) + 1));
  const left = [...ROLES];
  return Array.from({ length: count }, () => left.splice(chance(left.length), 1)[0] as Role);
}

function levelOf({ weight }: Role, chance: Chance): Protection {
  if (weight === 0) return UNPROTECTED;
  if (weight === 1) return chance(12) === 0 ? UNPROTECTED : HIGH_AVAILABILITY;
  return chance(5) < 3 ? FAULT_TOLERANCE : HIGH_AVAILABILITY;
}

const siteRefOf = ({ name }: Place): string => `site-${name.toLowerCase().replaceAll(" ", "-")}`;

function pairOf(name: string, place: Place, partner: Place | null, roles: readonly Role[], chance: Chance): FleetPair {
  const sum = (of: (role: Role) => number) => roles.reduce((total, role) => total + of(role), 0);
  const fits = HOST_SIZES.find(
    ({ cores, memoryGiB }) =>
      memoryGiB * FILLED_TO >= sum((role) => role.memoryGiB) && cores >= sum((role) => role.vcpus * role.load.cpuRatio),
  );
  const size = fits ?? HOST_SIZES[HOST_SIZES.length - 1] ?? HOST_SIZES[0];
  const slow = roles.every(({ load, weight }) => weight < 2 && load.writeBytesPerSecond < 5e6) && chance(2) === 0;
  const siteRef = siteRefOf(place);
  return {
    ref: `pair-${name}`,
    name,
    siteRef: { a: siteRef, b: partner === null ? siteRef : siteRefOf(partner) },
    hostNames: { a: `${name}-a`, b: `${name}-b` },
    cores: size.cores,
    memoryMiB: size.memoryGiB * 1024,
    cpuModel: size.cpuModel,
    linkBytesPerSecond: slow ? GBE_1 : GBE_10,
    linkDelayMs: partner === null ? 0.1 : 0.9,
    witnesses: [witnessOf(place)],
    disks: ["disk-0", "disk-1"],
  };
}

function witnessOf({ region }: Place): FleetWitness {
  const place = WITNESS_PLACES.find((one) => one.region === region);
  const name = `witness-${region.toLowerCase().replaceAll(" ", "-")}`;
  return { name, siteName: place?.name ?? region, endpoint: `${name}.northgate.example:8443`, delayMs: 14 };
}

/** No two pairs have a machine of the same name: each is told by its pair. */
function machinesOf(pair: FleetPair, roles: readonly Role[], index: number, chance: Chance): FleetMachine[] {
  let side: "a" | "b" = chance(2) === 0 ? "a" : "b";
  return roles.map((role, at) => {
    side = otherSide(side);
    return {
      name: `${role.name}-${pair.name}`,
      pairRef: pair.ref,
      side,
      vcpus: role.vcpus,
      memoryMiB: role.memoryGiB * 1024,
      diskMiB: role.diskGiB * 1024,
      guest: role.guest,
      protection: levelOf(role, chance),
      ip: `10.${(index >> 8) + 20}.${index & 255}.${10 + at}`,
      load: role.load,
    };
  });
}

function sitesOf(pairs: readonly FleetPair[], places: readonly Place[]): FleetSite[] {
  const sites = new Map<string, FleetSite>();
  const primary = new Set(pairs.map(({ siteRef }) => siteRef.a));
  for (const place of places) {
    const ref = siteRefOf(place);
    sites.set(ref, { ref, ...place, role: primary.has(ref) ? "primary" : "partner" });
  }
  for (const region of new Set(places.map((place) => place.region))) {
    const place = WITNESS_PLACES.find((one) => one.region === region);
    if (place)
      sites.set(siteRefOf(place), { ref: siteRefOf(place), name: place.name, region: "Witnesses", role: "witness" });
  }
  return [...sites.values()];
}
