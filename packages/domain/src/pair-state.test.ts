import { describe, expect, it } from "vitest";
import { available, facts, host, link, NOW_MS, resyncing, solo, witness } from "./pair.fixture";
import { pairStateOf } from "./pair-state";

const down = { state: "Down" as const };
const cut = [link("availability-a", down), link("availability-b", down), link("management", down)];

describe("pairStateOf", () => {
  it("is Normal, and says how many machines are not", () => {
    expect(pairStateOf(facts({ machines: [available()] }))).toMatchObject({
      state: "Normal",
      reason: "Both hosts run.",
      next: null,
    });
    const found = pairStateOf(facts({ machines: [available(), { ...resyncing(available()), ref: "vm-2" }] }));
    expect(found).toMatchObject({
      state: "Normal",
      exposed: 1,
      reason: "Both hosts run. 1 of 2 machines is below its level.",
    });
    expect(found.etaAtMs).toBeGreaterThan(NOW_MS);
  });

  it("is SingleHost when one host is away, and names both", () => {
    const world = facts({
      hosts: { a: host("a"), b: host("b", { state: "PoweredOff" }) },
      links: cut,
      machines: [solo(available())],
    });
    expect(pairStateOf(world)).toMatchObject({
      state: "SingleHost",
      reason: "lit-a runs alone: lit-b is powered off. 1 of 1 machine is below its level.",
      next: "The copies are filled when lit-b is back.",
    });
  });

  it("is Partitioned when both hosts live and no link carries", () => {
    expect(pairStateOf(facts({ links: cut, machines: [solo(available())] })).state).toBe("Partitioned");
    const managed = [link("availability-a", down), link("availability-b", down), link("management")];
    expect(pairStateOf(facts({ links: managed })).reason).toContain("still hear each other over management");
  });

  it("is WitnessLost only when neither host sees one", () => {
    expect(pairStateOf(facts({ witnesses: [witness({ a: false, b: false })] })).state).toBe("WitnessLost");
    expect(pairStateOf(facts({ witnesses: [witness({ a: true, b: false })] }))).toMatchObject({
      state: "Normal",
      reason: "Both hosts run. lit-b sees no witness.",
    });
    expect(pairStateOf(facts({ witnesses: [] })).reason).toBe("No witness is set up.");
  });

  it("is AwaitingQuorum when every machine that is on waits for the token", () => {
    const held = available({ held: true });
    expect(pairStateOf(facts({ machines: [held], links: cut })).state).toBe("AwaitingQuorum");
    expect(pairStateOf(facts({ machines: [held, available({ ref: "vm-2" })], links: cut })).state).toBe("Partitioned");
  });

  it("is SplitBrain when a machine runs on both hosts, before anything milder", () => {
    const both = available({ instances: { a: "Running", b: "Running" } });
    expect(pairStateOf(facts({ machines: [both], links: cut }))).toMatchObject({ state: "SplitBrain", next: null });
  });

  it("is Down without hosts and Unknown without news", () => {
    const gone = { state: "Failed" as const };
    expect(pairStateOf(facts({ hosts: { a: host("a", gone), b: host("b", gone) } })).state).toBe("Down");
    expect(pairStateOf(facts({ observedAtMs: NOW_MS - 41_000 })).reason).toMatch(/^Last heard from 41 s ago/);
    expect(pairStateOf(facts({ pair: null })).state).toBe("Unknown");
  });
});
