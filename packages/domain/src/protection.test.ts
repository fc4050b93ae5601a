import { describe, expect, it } from "vitest";
import { HIGH_AVAILABILITY, withRecovery } from "./level";
import {
  alone,
  available,
  facts,
  host,
  link,
  machine,
  NOW_MS,
  resyncing,
  solo,
  tolerant,
  witness,
} from "./pair.fixture";
import { protectionOf } from "./protection";
import { countsAsProtected, isExposed, worstOf } from "./protection-rank";

describe("protectionOf", () => {
  it("is Protected at Fault Tolerance with both copies, both links, the standby in step and a witness", () => {
    const found = protectionOf(tolerant(), facts());
    expect(found).toMatchObject({ state: "Protected", effective: "fault-tolerance", power: "on", next: null });
    expect(found.reason).toBe("Both hosts hold every acknowledged write, and lit-b holds the memory, 38 ms behind.");
    expect(isExposed(found)).toBe(false);
  });

  it("is Down for good where a disk was replaced and the other copy is outdated, and says so of each", () => {
    const vm = solo(available());
    const found = protectionOf(
      {
        ...vm,
        instances: { a: "Stopped", b: "Stopped" },
        mirror: { ...vm.mirror, legs: { a: "Inconsistent", b: "Outdated" } },
      },
      facts(),
    );
    expect(found).toMatchObject({
      state: "Down",
      reason: "No complete copy of it is left: on lit-a it is incomplete, on lit-b outdated.",
      next: null,
    });
  });

  it("is Protected at High Availability and says who restarts it", () => {
    expect(protectionOf(available(), facts())).toMatchObject({
      state: "Protected",
      effective: "high-availability",
      reason: "Both hosts hold every acknowledged write; lit-b restarts it if lit-a is lost.",
    });
  });

  it("is calm about a machine that is declared Unprotected and runs", () => {
    const found = protectionOf(alone(), facts());
    expect(found).toMatchObject({ state: "Unprotected", reason: "Runs on one copy, on lit-a, as declared." });
    expect(isExposed(found)).toBe(false);
    expect(countsAsProtected(found)).toBe(false);
  });

  it("is Unknown once the pair is older than its bound, with the age, and never a moment before", () => {
    const old = (age: number) => facts({ observedAtMs: NOW_MS - age });
    expect(protectionOf(tolerant(), old(5_000)).state).toBe("Protected");
    const found = protectionOf(tolerant(), old(41_000));
    expect(found).toMatchObject({ state: "Unknown", effective: "unprotected" });
    expect(found.reason).toBe("Last heard from 41 s ago; its hosts decide without the console.");
    expect(isExposed(found)).toBe(true);
  });

  it("takes the pair's own time where the caller knows nothing newer", () => {
    const world = facts();
    expect(protectionOf(tolerant(), { ...world, nowMs: NOW_MS + 6_000 }).state).toBe("Unknown");
    expect(protectionOf(tolerant(), { ...world, pair: null }).reason).toBe("Never heard from its pair.");
  });

  it("is Resyncing while a copy is filled, with the share, the time and since when", () => {
    const found = protectionOf(resyncing(tolerant()), facts());
    expect(found).toMatchObject({
      state: "Resyncing",
      effective: "unprotected",
      reason: "Has one complete copy, on lit-a; the copy on lit-b is at 33 %, 40 of 120 GiB.",
      sinceMs: NOW_MS - 60_000,
    });
    expect(found.etaAtMs).toBe(NOW_MS + Math.ceil(((80 * 1024 ** 3) / 80e6) * 1_000));
    expect(isExposed(found)).toBe(true);
  });

  it("promises no time for a resync that makes no way, nor for one without its partner", () => {
    const vm = resyncing(available());
    const stalled = { ...vm, mirror: { ...vm.mirror, resyncBytesPerSecond: 0 } };
    expect(protectionOf(stalled, facts())).toMatchObject({ state: "Resyncing", etaAtMs: null });
    const gone = facts({ hosts: { a: host("a"), b: host("b", { state: "Failed" }) } });
    expect(protectionOf(vm, gone)).toMatchObject({ state: "Unprotected", etaAtMs: null });
  });

  it("promises two links only where they come back by themselves, not where a person has to clear a port", () => {
    const withLinkB = (state: "Down" | "OutOfService") =>
      facts({ links: [link("availability-a"), link("availability-b", { state })] });
    expect(protectionOf(available(), withLinkB("Down")).next).toBe("Two links again when it is up for a minute.");
    expect(protectionOf(available(), withLinkB("OutOfService"))).toMatchObject({
      state: "Degraded",
      reason: "One availability link is out of service; the other carries all.",
      next: "It stays so until a person clears its port.",
    });
    expect(protectionOf(tolerant({ standbySynchronized: false }), withLinkB("OutOfService")).next).toBe(
      "The standby is built again once a person has cleared the port of the link that is out of service.",
    );
  });

  it("says of a resync that is paused what it waits for: a link, or space on the partner", () => {
    const vm = resyncing(available());
    const paused = { ...vm, mirror: { ...vm.mirror, replication: "Paused" as const } };
    expect(protectionOf(paused, facts()).next).toBe("The resync goes on when a link is back.");
    const disk = {
      kind: "disk",
      name: "disk-0",
      service: "in",
      faultTimesMs: [],
      latencyP99Ms: null,
      clockRatio: null,
      usedRatio: 0.99,
    } as const;
    const full = facts({ hosts: { a: host("a"), b: host("b", { components: [{ ...disk, faultTimesMs: [] }] }) } });
    expect(protectionOf(paused, full)).toMatchObject({
      state: "Unprotected",
      reason: "Has one complete copy, on lit-a; the resync is paused, because the storage of lit-b is full.",
      next: "The resync goes on when there is space on lit-b.",
    });
  });

  it("does not count a copy that the register does not name", () => {
    const vm = available({ register: { epoch: 4, owner: "a", inSync: ["a"] } });
    expect(protectionOf(vm, facts())).toMatchObject({ state: "Resyncing", effective: "unprotected" });
    expect(protectionOf(available({ register: null }), facts()).effective).toBe("unprotected");
  });

  it("is Unprotected on one copy, and says whose return ends it", () => {
    const world = facts({ hosts: { a: host("a"), b: host("b", { state: "PoweredOff" }) } });
    expect(protectionOf(solo(tolerant()), world)).toMatchObject({
      state: "Unprotected",
      reason: "Has one copy, on lit-a: lit-b is powered off.",
      next: "The copy is filled when lit-b is back.",
    });
  });

  it("on a failed disk is served from the other copy, and is Down for good where that is not complete", () => {
    const legs = { a: "Failed", b: "UpToDate" } as const;
    const vm = available();
    expect(protectionOf({ ...vm, mirror: { ...vm.mirror, legs } }, facts())).toMatchObject({
      state: "Unprotected",
      effective: "unprotected",
      reason: "Has one copy, on lit-b: the disk on lit-a failed.",
      next: "It moves to lit-b.",
    });
    const stands = resyncing(available({ instances: { a: "Frozen", b: null } }));
    const last = { ...stands, mirror: { ...stands.mirror, legs: { a: "Failed", b: "Inconsistent" } as const } };
    expect(protectionOf(last, facts())).toMatchObject({
      state: "Down",
      reason: "No complete copy of it is left: on lit-a it is broken, on lit-b incomplete.",
      next: null,
    });
  });

  it("names the copy that it runs from where a person had it started past its token, and not the one that failed", () => {
    const vm = available({ instances: { a: "Frozen", b: "Running" } });
    const legs = { a: "Failed", b: "Outdated" } as const;
    expect(protectionOf({ ...vm, mirror: { ...vm.mirror, legs, replication: "Off" } }, facts())).toMatchObject({
      state: "Unprotected",
      effective: "unprotected",
      reason:
        "Runs on lit-b alone, past the token of lit-a, from a copy that lacks the last writes; the disk on lit-a failed.",
      next: null,
    });
  });

  it("is Reprotecting while the standby is formed, and still High Availability meanwhile", () => {
    const vm = tolerant({ standbySynchronized: false, instances: { a: "Running", b: "MemorySync" } });
    expect(protectionOf(vm, facts())).toMatchObject({ state: "Reprotecting", effective: "high-availability" });
    const crashed = tolerant({ standbySynchronized: false, instances: { a: "Running", b: "Crashed" } });
    expect(protectionOf(crashed, facts()).state).toBe("Degraded");
  });

  it("is Degraded with one availability link, and still survives a host", () => {
    const world = facts({
      links: [link("availability-a", { state: "Down", sinceMs: NOW_MS - 9_000 }), link("availability-b")],
    });
    const found = protectionOf(available(), world);
    expect(found).toMatchObject({ state: "Degraded", effective: "high-availability", sinceMs: NOW_MS - 9_000 });
    expect(countsAsProtected(found)).toBe(true);
  });

  it("does not count on a partner that does not answer", () => {
    const world = facts({ hosts: { a: host("a"), b: host("b", { state: "Suspect" }) } });
    expect(protectionOf(available(), world)).toMatchObject({ state: "Degraded", effective: "unprotected" });
  });

  it.each([
    [{ a: false, b: false }, "Neither host sees wit-bos."],
    [{ a: true, b: false }, "lit-b does not see wit-bos, so losing a host may stop it."],
  ])("is AtRisk where the witness is seen by %o", (seen, reason) => {
    const found = protectionOf(available(), facts({ witnesses: [witness(seen)] }));
    expect(found).toMatchObject({ state: "AtRisk", reason });
    expect(countsAsProtected(found)).toBe(false);
  });

  it("is Protected with an alternate witness once the hosts ask it, and not before", () => {
    const seenBy = (inUse: boolean) => [
      witness({ a: true, b: false }, { inUse: !inUse }),
      witness({ a: true, b: true }, { ref: "wit-lon", name: "wit-lon", preferred: false, inUse }),
    ];
    const next = "The hosts move to wit-lon, which both see.";
    expect(protectionOf(available(), facts({ witnesses: seenBy(false) }))).toMatchObject({ state: "AtRisk", next });
    expect(protectionOf(available(), facts({ witnesses: seenBy(true) })).state).toBe("Protected");
  });

  it("names the designated survivor", () => {
    const world = facts({ witnesses: [witness({ a: false, b: false })] });
    const pair = world.pair && { ...world.pair, designatedSurvivor: "a" as const };
    expect(protectionOf(available(), { ...world, pair }).next).toContain("lit-a goes on alone");
  });

  it("awaits the token while held or frozen, and asks a person when no host can", () => {
    expect(protectionOf(available({ held: true }), facts())).toMatchObject({
      state: "AwaitingQuorum",
      next: "lit-a and lit-b ask the witness for the token.",
    });
    const blind = facts({ witnesses: [witness({ a: false, b: false })] });
    expect(protectionOf(available({ instances: { a: "Frozen", b: null } }), blind)).toMatchObject({
      state: "AwaitingQuorum",
      next: null,
    });
  });

  it("never calls two running instances anything but a matter for a person", () => {
    expect(protectionOf(available({ instances: { a: "Running", b: "Running" } }), facts())).toMatchObject({
      state: "AwaitingQuorum",
      effective: "unprotected",
      next: null,
    });
  });

  it("is Down when it should run and does not, and says what comes next", () => {
    const stopped = available({ instances: { a: "Stopped", b: null } });
    const world = facts({ hosts: { a: host("a", { state: "Failed" }), b: host("b") } });
    expect(protectionOf(stopped, world)).toMatchObject({
      state: "Down",
      next: "lit-b takes the token and starts it once the lease of lit-a is over.",
    });
    expect(protectionOf(available({ instances: { a: null, b: "Starting" } }), facts())).toMatchObject({
      state: "Down",
      power: "starting",
    });
    expect(protectionOf(solo(stopped), world).next).toBe("It starts when lit-a is back.");
    expect(protectionOf(available({ instances: { a: "CrashedMtbfExceeded", b: null } }), facts()).next).toBeNull();
  });

  it("is Unknown where nobody can tell whether it runs", () => {
    expect(protectionOf(available({ instances: { a: "Unknown", b: null } }), facts()).state).toBe("Unknown");
  });

  it("is Degraded while the recovery copy misses its target by far", () => {
    const copy = (lagMs: number) => ({
      siteName: "Nashua",
      lagMs,
      lastPointAtMs: NOW_MS - lagMs,
      earlierPointsAtMs: [],
      drills: [],
      journal: null,
      live: null,
    });
    const vm = (recoveryCopy: ReturnType<typeof copy> | null) =>
      machine(withRecovery(HIGH_AVAILABILITY), { recoveryCopy });
    expect(protectionOf(vm(copy(6_000)), facts()).state).toBe("Protected");
    expect(protectionOf(vm(copy(71_000)), facts()).reason).toBe("The recovery copy at Nashua is 71 s behind.");
    expect(protectionOf(vm(null), facts()).reason).toBe("There is no recovery copy yet.");
  });

  it("finds the worst of many", () => {
    expect(worstOf(["Protected", "Resyncing", "AtRisk"])).toBe("Resyncing");
    expect(worstOf([])).toBeNull();
  });
});
