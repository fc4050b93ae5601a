import type { MachineTick, OverviewView, PairCell } from "@v-available/api/view/overview";
import { plainSentence } from "@v-available/domain/sentence";
import type { ProtectionState } from "@v-available/domain/state";
import { expect, test } from "vitest";
import { ageFleet } from "./aged-fleet";

const NOW = 1_000_000;

const tick = (name: string, state: ProtectionState, change: Partial<MachineTick> = {}): MachineTick => ({
  id: name,
  name,
  declaredStop: "high-availability",
  power: "on",
  remote: false,
  disasterRecovery: false,
  headline: {
    state,
    was: state,
    effective: state === "Protected" || state === "AtRisk" ? "high-availability" : "unprotected",
    reason: "",
    next: null,
    etaAtMs: state === "Resyncing" ? NOW + 480_000 : null,
    exposedSinceMs: state === "Resyncing" ? NOW - 1_000 : null,
    observedAtMs: NOW,
  },
  ...change,
});

const pair = (id: string, observedAtMs: number, machines: MachineTick[]): PairCell => ({
  id,
  name: id,
  headline: { state: "Normal", was: "Normal", reason: "", next: null, observedAtMs },
  glyph: {
    hosts: { a: "Running", b: "Running" },
    activeSide: "a",
    links: { a: "Up", b: "Up" },
    witnessSeenBy: { a: true, b: true },
    worst: "Protected",
    resync: null,
    twoSites: false,
    held: false,
  },
  machines,
});

const fleetOf = (pairs: PairCell[]): Pick<OverviewView, "regions"> => ({
  regions: [
    { name: "North", sites: [{ id: "s", name: "Aarhus", pairs }] },
    { name: "Witnesses", sites: [{ id: "w", name: "Albany", pairs: [] }] },
  ],
});

const age = (pairs: PairCell[], othersAtMs: Record<string, number> = {}) =>
  ageFleet(
    { ...fleetOf(pairs), shelvedAlarms: 0 },
    { nowMs: NOW, staleAfterMs: 5_000, pairsHeard: { mostAtMs: 0, othersAtMs } },
  );
const second = ({ truth }: ReturnType<typeof age>) => truth.trouble && plainSentence(truth.trouble.parts, "UTC");

test("young facts are believed, and places without pairs are not drawn", () => {
  const fleet = age([pair("p", NOW - 5_000, [tick("a", "Protected"), tick("b", "Protected")])]);
  expect(fleet.truth.lead).toBe("All 2 machines are protected.");
  expect(fleet.truth.trouble).toBeNull();
  expect(fleet.regions.map(({ name }) => name)).toEqual(["North"]);
});

test("a pair older than the bound is Unknown with its machines, and counts in no total", () => {
  const fleet = age([
    pair("p", NOW - 5_001, [tick("a", "Protected"), tick("b", "Protected", { declaredStop: "unprotected" })]),
    pair("q", NOW, [tick("c", "Protected")]),
  ]);
  expect(fleet.truth.counts).toMatchObject({ protected: 1, unknown: 2 });
  expect(second(fleet)).toContain("2 were not heard of at Aarhus since 00:16:34");
  expect(fleet.regions[0]?.sites[0]).toMatchObject({ tone: "unknown", troubled: 2, machineCount: 3 });
  expect(fleet.regions[0]?.sites[0]?.pairs.map(({ state }) => state)).toEqual(["Unknown", "Normal"]);
});

test("a sign of life on the stream keeps a pair young", () => {
  expect(age([pair("p", NOW - 60_000, [tick("a", "Protected")])], { p: NOW - 400 }).truth.counts.unknown).toBe(0);
});

test("when nothing is heard, nothing is claimed", () => {
  const fleet = age([pair("p", NOW - 10_000, [tick("a", "Protected")])]);
  expect(fleet.truth.lead).not.toContain("is protected");
  expect(second(fleet)).toContain("Nothing was heard");
});

test("a machine on one copy takes the colour of exposure while it resyncs; one unprotected by choice takes none", () => {
  const fleet = age([
    pair("p", NOW, [
      tick("a", "Resyncing"),
      tick("b", "Unprotected", { declaredStop: "unprotected" }),
      tick("c", "AtRisk"),
      tick("d", "Protected"),
    ]),
  ]);
  expect(fleet.regions[0]?.sites[0]?.pairs[0]?.machines.map(({ tone }) => tone)).toEqual([
    "unprotected",
    null,
    "atrisk",
    null,
  ]);
  expect(second(fleet)).toContain("protected again in about 8 min");
});
