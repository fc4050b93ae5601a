import type { MachineTick, OverviewView, PairCell } from "@v-available/api/view/overview";
import type { ProtectionState } from "@v-available/domain/state";
import { expect, test } from "vitest";
import { ageFleet } from "./aged-fleet";

const NOW = 1_000_000;

const tick = (name: string, state: ProtectionState, change: Partial<MachineTick> = {}): MachineTick => ({
  id: name,
  name,
  declaredStop: "high-availability",
  remote: false,
  disasterRecovery: false,
  headline: {
    state,
    effective: state === "Protected" ? "high-availability" : "unprotected",
    reason: "",
    next: null,
    etaAtMs: null,
    exposedSinceMs: null,
    observedAtMs: NOW,
  },
  ...change,
});

const pair = (id: string, observedAtMs: number, machines: MachineTick[]): PairCell => ({
  id,
  name: id,
  headline: { state: "Normal", reason: "", next: null, observedAtMs },
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

const overview = (pairs: PairCell[]): OverviewView =>
  ({
    sentence: { main: "All 3 machines are protected.", second: null },
    byState: { Unknown: 0 },
    regions: [
      { name: "North", sites: [{ id: "s", name: "Aarhus", pairs }] },
      { name: "Empty", sites: [{ id: "w", name: "Witnesses", pairs: [] }] },
    ],
  }) as unknown as OverviewView;

const age = (view: OverviewView, pairObservedAtMs: Record<string, number> = {}) =>
  ageFleet(view, { nowMs: NOW, staleAfterMs: 5_000, pairObservedAtMs });

test("young facts keep the server's sentence, and places without pairs are not drawn", () => {
  const fleet = age(overview([pair("p", NOW - 5_000, [tick("a", "Protected")])]));
  expect(fleet.sentence.main).toBe("All 3 machines are protected.");
  expect(fleet.tone).toBeNull();
  expect(fleet.regions.map(({ name }) => name)).toEqual(["North"]);
});

test("a pair older than the bound is Unknown with its machines, and is not counted", () => {
  const fleet = age(
    overview([
      pair("p", NOW - 5_001, [tick("a", "Protected"), tick("b", "Protected", { declaredStop: "unprotected" })]),
      pair("q", NOW, [tick("c", "Protected")]),
    ]),
  );
  expect(fleet.sentence).toEqual({
    main: "1 of 1 heard machine is protected.",
    second: "2 machines are Unknown and not counted.",
  });
  expect(fleet.regions[0]?.sites[0]).toMatchObject({ worst: "Unknown", troubled: 2, machineCount: 3 });
  expect(fleet.regions[0]?.sites[0]?.pairs.map(({ state }) => state)).toEqual(["Unknown", "Normal"]);
});

test("a sign of life on the stream keeps a pair young", () => {
  const fleet = age(overview([pair("p", NOW - 60_000, [tick("a", "Protected")])]), { p: NOW - 400 });
  expect(fleet.unknownCount).toBe(0);
});

test("when nothing is heard, nothing is claimed", () => {
  const { sentence } = age(overview([pair("p", NOW - 10_000, [tick("a", "Protected")])]));
  expect(sentence.main).toBe("Nothing is known of 1 machine now.");
  expect(sentence.second).toContain("10 s ago");
});

test("a machine on one copy takes the colour of exposure while it resyncs; one unprotected by choice takes none", () => {
  const fleet = age(
    overview([
      pair("p", NOW, [
        tick("a", "Resyncing"),
        tick("b", "Unprotected", { declaredStop: "unprotected" }),
        tick("c", "AtRisk"),
      ]),
    ]),
  );
  const machines = fleet.regions[0]?.sites[0]?.pairs[0]?.machines.map(({ trouble }) => trouble);
  expect(machines).toEqual(["Unprotected", null, "AtRisk"]);
});
