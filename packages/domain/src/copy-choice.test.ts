import { describe, expect, it } from "vitest";
import { allowedChoice, copyChoices } from "./copy-choice";
import { allowedComparison, comparisonEtaAtMs } from "./copy-comparison";
import { available, facts, host, NOW_MS } from "./pair.fixture";
import { hasTwoCopies } from "./pair-facts";
import { pairStateOf } from "./pair-state";
import { protectionOf } from "./protection";

const HOSTS = { a: "lit-a", b: "lit-b" };
const forked = (change: Parameters<typeof available>[0] = {}) =>
  available({
    instances: { a: "Stopped", b: null },
    histories: {
      commonAtMs: NOW_MS - 60_000,
      a: { writes: 812, bytes: 12 * 2 ** 20, lastWriteAtMs: NOW_MS - 4_000 },
      b: { writes: 1, bytes: 512, lastWriteAtMs: NOW_MS - 2_000 },
    },
    ...change,
  });
const choice = (vm: ReturnType<typeof forked>, of = facts(), keep: "a" | "b" | null = null) =>
  allowedChoice(vm, of, protectionOf(vm, of), keep);

describe("a choice between two histories", () => {
  it("says of each side what it has, and what keeping it loses", () => {
    const [a, b] = copyChoices(forked(), HOSTS);
    expect(a).toMatchObject({ keep: "a", writes: 812, lastWriteAtMs: NOW_MS - 4_000 });
    expect(a?.loss).toBe(
      "what lit-b has acknowledged alone since 10:49:20 UTC: 1 write, 512 B; and the machine's memory",
    );
    expect(b?.loss).toContain("what lit-a has acknowledged alone since 10:49:20 UTC: 812 writes, 12 MiB");
    expect(copyChoices(available(), HOSTS)).toEqual([]);
  });

  it("claims no number that nobody has counted", () => {
    const unknown = { writes: null, bytes: null, lastWriteAtMs: null };
    const [a] = copyChoices(forked({ histories: { commonAtMs: null, a: unknown, b: unknown } }), HOSTS);
    expect(a?.loss).toBe("what lit-b has acknowledged alone: how much, is not known; and the machine's memory");
  });

  it("is allowed where both hosts hold it, and else says what is in the way", () => {
    expect(choice(forked())).toEqual({ allowed: true });
    expect(choice(available())).toMatchObject({ reason: "Its copies have one history: there is nothing to choose." });
    expect(choice(forked({ instances: { a: "Running", b: "Running" } }))).toMatchObject({
      reason: expect.stringContaining("It still runs on lit-a and lit-b."),
    });
    const lone = facts({ hosts: { a: host("a"), b: host("b", { state: "Offline" }) } });
    expect(choice(forked(), lone)).toMatchObject({ reason: "Not before both hosts answer: lit-b does not." });
    const broken = forked({ mirror: { ...available().mirror, legs: { a: "UpToDate", b: "Failed" } } });
    expect(choice(broken, facts(), "b")).toMatchObject({ reason: "The copy on lit-b is Failed." });
    expect(choice(broken, facts(), "a")).toEqual({ allowed: true });
  });
});

const asked = (change: Parameters<typeof available>[0] = {}) =>
  available({
    register: { epoch: 9, owner: "a", inSync: ["a"] },
    mirror: { ...available().mirror, legs: { a: "UpToDate", b: "Consistent" }, replication: "Off" },
    undecided: {
      waits: "b",
      foundAtMs: NOW_MS - 30_000,
      differingBytes: 24 * 2 ** 20,
      givenUp: false,
      commonAtMs: NOW_MS - 29_000,
      since: { writes: 812, bytes: 12 * 2 ** 20, lastWriteAtMs: NOW_MS - 20 },
    },
    ...change,
  });

describe("a choice between two copies that differ", () => {
  it("says of each what keeping it loses", () => {
    const [a, b] = copyChoices(asked(), HOSTS);
    expect(a).toMatchObject({ keep: "a", writes: 812, loss: "what lit-b holds of the 24 MiB that differ" });
    expect(b).toMatchObject({ keep: "b", writes: 0, lastWriteAtMs: null });
    expect(b?.loss).toBe(
      "what lit-a has acknowledged alone since 10:49:51 UTC: 812 writes, 12 MiB; what lit-a holds of the 24 MiB that differ; and the machine's memory",
    );
  });

  it("is allowed while it runs, crashed or off, and not where one host or copy is not there", () => {
    expect(choice(asked())).toEqual({ allowed: true });
    expect(choice(asked({ desiredPower: "off", instances: { a: null, b: null } }))).toEqual({ allowed: true });
    expect(choice(asked({ instances: { a: "Crashed", b: null } }))).toEqual({ allowed: true });
    const lone = facts({ hosts: { a: host("a"), b: host("b", { state: "Offline" }) } });
    expect(choice(asked(), lone)).toMatchObject({ reason: "Not before both hosts answer: lit-b does not." });
    const both = asked({ register: { epoch: 9, owner: "a", inSync: ["a", "b"] } });
    expect(choice(both)).toMatchObject({ reason: expect.stringContaining("Not before lit-a has its token alone") });
    const broken = asked({ mirror: { ...asked().mirror, legs: { a: "UpToDate", b: "Failed" } } });
    expect(choice(broken, facts(), "b")).toMatchObject({ reason: "The copy on lit-b is Failed." });
    expect(choice(broken, facts(), "a")).toEqual({ allowed: true });
  });

  it("is made once", () => {
    const { undecided } = asked();
    const given = asked({
      instances: { a: "Stopped", b: null },
      undecided: undecided && { ...undecided, givenUp: true },
    });
    expect(choice(given)).toMatchObject({ reason: "lit-b is to go on with it already." });
    expect(protectionOf(given, facts())).toMatchObject({
      state: "Down",
      next: expect.stringContaining("lit-b starts it"),
    });
  });

  it("is never shown as two copies, nor as one that fills by itself", () => {
    for (const vm of [asked(), asked({ desiredPower: "off", instances: { a: null, b: null } })]) {
      expect(hasTwoCopies(vm)).toBe(false);
      const { state, effective, reason, next } = protectionOf(vm, facts());
      expect([state, effective, next]).toEqual(["Unprotected", "unprotected", null]);
      expect(reason).toContain("24 MiB of what it holds is not the same on lit-b");
      expect(reason).toContain("before a person has chosen the copy that stays");
    }
    const lone = facts({ hosts: { a: host("a"), b: host("b", { state: "Offline" }) } });
    expect(protectionOf(asked(), lone)).toMatchObject({
      state: "Unprotected",
      reason: expect.stringContaining("once lit-b is back"),
    });
  });
});

it("never shows two histories as two copies, running, stopped or switched off", () => {
  for (const vm of [
    forked(),
    forked({ instances: { a: "Running", b: "Running" } }),
    forked({ desiredPower: "off" }),
    forked({ instances: { a: "Running", b: null } }),
  ]) {
    expect(hasTwoCopies(vm)).toBe(false);
    const { state, effective, reason, next } = protectionOf(vm, facts());
    expect(effective).toBe("unprotected");
    expect(["AwaitingQuorum", "Unprotected"]).toContain(state);
    expect(`${reason} ${next}`).toContain("a person");
    expect(pairStateOf(facts({ machines: [vm] }))).toMatchObject({ state: "SplitBrain", next: null });
  }
});

describe("a comparison of both copies", () => {
  const may = (vm: ReturnType<typeof available>) => allowedComparison(vm, protectionOf(vm, facts()));

  it("is made of two copies that take every write, one at a time", () => {
    expect(may(available())).toEqual({ allowed: true });
    expect(may(forked())).toMatchObject({ allowed: false, reason: expect.stringContaining("choose first") });
    expect(may(available({ mirror: { ...available().mirror, replication: "Off" } }))).toMatchObject({ allowed: false });
    const running = { startedAtMs: NOW_MS, comparedBytes: 0, bytesPerSecond: 2 ** 30 };
    const comparing = available({ comparison: { running, last: null } });
    expect(may(comparing)).toEqual({
      allowed: false,
      reason: "A comparison of it runs already.",
      untilMs: NOW_MS + 120_000,
    });
    expect(comparisonEtaAtMs(comparing)).toBe(NOW_MS + 120_000);
    expect(comparisonEtaAtMs(available())).toBeNull();
  });
});
