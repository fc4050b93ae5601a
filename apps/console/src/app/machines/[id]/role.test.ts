import type { ObservedVm } from "@v-available/domain/observed";
import { describe, expect, it } from "vitest";
import { halfFacts } from "./role";

type Facts = Parameters<typeof halfFacts>[0];

const mirror: ObservedVm["mirror"] = {
  legs: { a: "UpToDate", b: "UpToDate" },
  generations: { a: 3, b: 3 },
  replication: "Established",
  outOfSyncBytes: 0,
  totalBytes: 80 * 1024 ** 3,
  resyncBytesPerSecond: 0,
  resyncSinceMs: null,
};
const facts = (change: Partial<Facts> = {}, mirrorChange: Partial<ObservedVm["mirror"]> = {}): Facts =>
  ({
    observed: { mirror: { ...mirror, ...mirrorChange } } as ObservedVm,
    instances: { a: "Running", b: "Synchronized" },
    legs: { a: "UpToDate", b: "UpToDate" },
    activeSide: "a",
    resyncRatio: null,
    standbySynchronized: true,
    standbyLagMs: 38,
    held: false,
    vcpus: 8,
    memoryMiB: 32_768,
    load: { cpuRatio: 0.31, dirtyBytesPerSecond: 0, writeBytesPerSecond: 0, writeP95BytesPerSecond: null },
    desiredPower: "on",
    declaredStop: "fault-tolerance",
    hostViews: { a: { state: "Running" }, b: { state: "Running" } },
    ...change,
  }) as Facts;

describe("the two halves of a machine", () => {
  it("shows the active side acting and the standby with its memory", () => {
    expect(halfFacts(facts(), "a")).toMatchObject({ look: "acts", role: "active", compute: "Running, 8 vCPU at 31 %" });
    expect(halfFacts(facts(), "b")).toMatchObject({
      look: "core",
      role: "standby",
      memory: "Synchronized, 38 ms behind",
      disk: "UpToDate, 80 GiB",
    });
  });
  it("shows a copy that fills, and that it may not take over", () => {
    const filling = facts(
      { legs: { a: "UpToDate", b: "Inconsistent" }, resyncRatio: 0.325 },
      { outOfSyncBytes: 54 * 1024 ** 3 },
    );
    expect(halfFacts(filling, "b")).toMatchObject({
      look: "filling",
      fillRatio: 0.325,
      compute: "may not take over yet",
      disk: "Inconsistent, 26 of 80 GiB",
    });
  });
  it("never shows a copy on a host that is not there", () => {
    expect(halfFacts(facts({ hostViews: { a: { state: "Running" }, b: { state: "Failed" } } }), "b").look).toBe("gone");
  });
  it("shows what is held as held, even while it calls itself running", () => {
    expect(halfFacts(facts({ held: true }), "a").look).toBe("held");
    expect(halfFacts(facts({ instances: { a: "Frozen", b: null } }), "a").look).toBe("held");
  });
  it("tells off from not running", () => {
    const instances = { a: "Stopped", b: "Stopped" } as const;
    expect(halfFacts(facts({ instances, desiredPower: "off" }), "a")).toMatchObject({
      look: "off",
      compute: "off, as asked",
    });
    const off = facts({ instances, desiredPower: "off", standbySynchronized: false });
    expect(halfFacts(off, "b")).toMatchObject({ look: "disk", compute: "can be started here", memory: "not held" });
    expect(halfFacts(facts({ instances }), "a")).toMatchObject({ look: "broken", compute: "not running" });
  });
  it("shows no copy where none was declared, and a broken one where it was", () => {
    const legs = { a: "UpToDate", b: "Diskless" } as const;
    expect(halfFacts(facts({ legs, declaredStop: "unprotected" }), "b").look).toBe("none");
    expect(halfFacts(facts({ legs }), "b").look).toBe("broken");
    expect(halfFacts(facts({ legs: { a: "UpToDate", b: "Outdated" } }), "b").look).toBe("broken");
  });
});
