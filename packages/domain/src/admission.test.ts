import { describe, expect, it } from "vitest";
import { admitProtection } from "./admission";
import { type Finding, refusalOf, worstVerdict } from "./finding";
import { FAULT_TOLERANCE, HIGH_AVAILABILITY, REMOTE_AVAILABILITY, UNPROTECTED, withRecovery } from "./level";
import { admitMachine, type MachineWorld } from "./machine-admission";
import type { MachineDefinition } from "./machine-definition";
import { alone, available, facts, host, link, NOW_MS, resyncing, tolerant, witness } from "./pair.fixture";
import { previewProtect } from "./protect-preview";

const yes = { supported: true } as const;
const capable = {
  "high-availability": yes,
  "fault-tolerance": yes,
  "remote-availability": yes,
  "disaster-recovery": yes,
};
const of = (findings: readonly Finding[], check: Finding["check"]) =>
  findings.find((finding) => finding.check === check);
const blocks = (findings: readonly Finding[]) => findings.filter((f) => f.verdict === "block").map((f) => f.check);

describe("admitProtection", () => {
  it("passes on a pair that is well, each check with its sentence", () => {
    const findings = admitProtection(available(), facts({ machines: [available()] }), FAULT_TOLERANCE, capable);
    expect(worstVerdict(findings)).toBe("pass");
    expect(refusalOf(findings)).toBeNull();
    for (const finding of findings) expect(finding.sentence).toMatch(/\.$/);
  });

  it("refuses with the number, the limit and a machine to move when memory is short", () => {
    const vm = available({ ref: "till", name: "till", memoryMiB: 32 * 1024 });
    const machines = [
      vm,
      available({ ref: "wh-cache", name: "wh-cache", memoryMiB: 16 * 1024 }),
      available({ ref: "big", name: "big", memoryMiB: 220 * 1024 }),
    ];
    const finding = of(admitProtection(vm, facts({ machines }), FAULT_TOLERANCE, capable), "memory");
    expect(finding).toMatchObject({
      verdict: "block",
      sentence: "Memory: lit-a alone would need 268 GiB and has 256 GiB.",
      value: 268 * 1024,
      limit: "256 GiB",
      remedy: "Move wh-cache (16 GiB) to another pair, then try again.",
    });
  });

  it("does not count machines that stay with the lost host, nor those that are off", () => {
    const machines = [
      alone({ ref: "local", memoryMiB: 200 * 1024 }),
      available({ ref: "off", desiredPower: "off", memoryMiB: 250 * 1024 }),
    ];
    const vm = available({ ref: "vm", activeSide: "b" });
    const finding = of(
      admitProtection(vm, facts({ machines: [...machines, vm] }), HIGH_AVAILABILITY, capable),
      "memory",
    );
    expect(finding?.verdict).toBe("pass");
  });

  it("warns over one vCPU for each core and refuses over four", () => {
    const asked = (vcpus: number) =>
      of(admitProtection(available({ vcpus }), facts(), HIGH_AVAILABILITY, capable), "cpu")?.verdict;
    expect([asked(48), asked(49), asked(193)]).toEqual(["pass", "warn", "block"]);
  });

  it("judges the links with what the machine would add", () => {
    const busy = (used: number) => [
      link("availability-a", { usedBytesPerSecond: used }),
      link("availability-b", { usedBytesPerSecond: used }),
    ];
    const asked = (used: number) =>
      of(admitProtection(available(), facts({ links: busy(used) }), FAULT_TOLERANCE, capable), "link-use");
    expect(asked(300e6)?.verdict).toBe("pass");
    expect(asked(750e6)).toMatchObject({
      verdict: "warn",
      sentence: "Links would run at 64 % with 96 MB/s more; the limit is 70 %.",
    });
    expect(asked(860e6)?.verdict).toBe("block");
  });

  it("asks for two links and a short way at Fault Tolerance only", () => {
    const one = facts({
      links: [link("availability-a", { rttP99Ms: 3.1 }), link("availability-b", { state: "Down" })],
    });
    expect(blocks(admitProtection(available(), one, FAULT_TOLERANCE, capable))).toEqual(["link-count"]);
    expect(blocks(admitProtection(alone(), one, HIGH_AVAILABILITY, capable))).toEqual([]);
    const slow = facts({ links: [link("availability-a", { rttP99Ms: 3.1 }), link("availability-b")] });
    expect(of(admitProtection(available(), slow, FAULT_TOLERANCE, capable), "round-trip")).toMatchObject({
      verdict: "warn",
      sentence: "Link round trip p99 is 3.1 ms; the limit is 5 ms. Advised is 2 ms.",
    });
    const far = facts({ links: [link("availability-a", { rttP99Ms: 7 }), link("availability-b", { rttP99Ms: 7 })] });
    expect(blocks(admitProtection(available(), far, FAULT_TOLERANCE, capable))).toEqual(["round-trip"]);
    expect(of(admitProtection(alone(), far, HIGH_AVAILABILITY, capable), "round-trip")?.verdict).toBe("warn");
    const farther = facts({ links: [link("availability-a", { rttP50Ms: 6, rttP99Ms: 7 }), link("availability-b")] });
    expect(of(admitProtection(alone(), farther, HIGH_AVAILABILITY, capable), "round-trip")).toMatchObject({
      verdict: "block",
      value: 6,
      sentence: "The median link round trip is 6 ms; the limit is 5 ms.",
    });
  });

  it("needs equal processors for Fault Tolerance, a watchdog and a witness for all", () => {
    const unequal = facts({ hosts: { a: host("a"), b: host("b", { cpuModel: "EPYC 7543" }) } });
    expect(blocks(admitProtection(available(), unequal, FAULT_TOLERANCE, capable))).toEqual(["cpu-match"]);
    expect(of(admitProtection(alone(), unequal, HIGH_AVAILABILITY, capable), "cpu-match")?.verdict).toBe("warn");
    const newer = facts({ hosts: { a: host("a"), b: host("b", { cpuFeatures: ["aes", "avx2"] }) } });
    expect(of(admitProtection(available(), newer, FAULT_TOLERANCE, capable), "cpu-match")).toMatchObject({
      verdict: "block",
      value: "rdrand",
      sentence: "Both hosts have Xeon 6338, but lit-b lacks rdrand.",
    });
    expect(of(admitProtection(alone(), newer, HIGH_AVAILABILITY, capable), "cpu-match")?.verdict).toBe("warn");
    const unnamed = facts({ hosts: { a: host("a"), b: host("b", { cpuFeatures: null }) } });
    expect(of(admitProtection(available(), unnamed, FAULT_TOLERANCE, capable), "cpu-match")?.verdict).toBe("pass");
    const bare = facts({
      hosts: { a: host("a"), b: host("b", { watchdog: "absent" }) },
      witnesses: [witness({ a: true, b: false })],
    });
    expect(blocks(admitProtection(alone(), bare, HIGH_AVAILABILITY, capable))).toEqual(["watchdog", "witness"]);
    const near = facts({ witnesses: [witness({ a: true, b: true }, { independent: false })] });
    expect(of(admitProtection(alone(), near, HIGH_AVAILABILITY, capable), "witness")?.verdict).toBe("warn");
  });

  it("refuses what the backend lacks in the backend's own words", () => {
    const capabilities = {
      ...capable,
      "fault-tolerance": { supported: false, reason: "This pool can do HA and DR, not FT." } as const,
    };
    const findings = admitProtection(available(), facts(), FAULT_TOLERANCE, capabilities);
    expect(refusalOf(findings)).toMatchObject({
      code: "unsupported",
      message: "This pool can do HA and DR, not FT.",
      field: "protection",
    });
    expect(blocks(admitProtection(available(), facts(), withRecovery(HIGH_AVAILABILITY), {}))).toContain("capability");
  });

  it("waits for a resync, and asks for two sites at Remote Availability", () => {
    expect(of(admitProtection(resyncing(available()), facts(), FAULT_TOLERANCE, capable), "copies")).toMatchObject({
      verdict: "block",
      sentence: "The copy on lit-b is at 33 %.",
    });
    expect(blocks(admitProtection(available(), facts(), REMOTE_AVAILABILITY, capable))).toEqual(["sites"]);
  });

  it("never drops the last complete copy, and asks nothing else on the way down", () => {
    const world = facts({ hosts: { a: host("a"), b: host("b", { state: "Failed" }) }, witnesses: [] });
    expect(blocks(admitProtection(available(), world, UNPROTECTED, capable))).toEqual([]);
    const vm = available({ mirror: { ...available().mirror, legs: { a: "Outdated", b: "UpToDate" } } });
    expect(blocks(admitProtection(vm, world, UNPROTECTED, capable))).toEqual(["copies"]);
  });

  it("protects no machine that uses a device of one host, and names the device", () => {
    const device = "NVIDIA T4 at 0000:3b:00.0";
    const vm = alone({ passthroughDevices: [device] });
    for (const level of [HIGH_AVAILABILITY, FAULT_TOLERANCE, withRecovery(UNPROTECTED)])
      expect(of(admitProtection(vm, facts(), level, capable), "passthrough")).toMatchObject({
        verdict: "block",
        sentence: `orders-db uses ${device} of lit-a directly and could not start without it.`,
        value: device,
        limit: "none",
        remedy: `Take ${device} out of orders-db, or leave it Unprotected.`,
      });
    expect(blocks(admitProtection(vm, facts(), UNPROTECTED, capable))).toEqual([]);
    const unknown = alone({ passthroughDevices: null });
    expect(of(admitProtection(unknown, facts(), HIGH_AVAILABILITY, capable), "passthrough")?.verdict).toBe("warn");
  });

  it("decides nothing on old news", () => {
    expect(
      refusalOf(admitProtection(available(), facts({ observedAtMs: NOW_MS - 9_000 }), FAULT_TOLERANCE, capable))?.code,
    ).toBe("unreachable");
  });
});

describe("previewProtect", () => {
  it("shows each loss now and after the change", () => {
    const vm = alone();
    const found = previewProtect(vm, facts({ machines: [vm] }), FAULT_TOLERANCE, capable);
    expect(found.verdict).toBe("warn");
    expect(found.now["host-a"].outcome).toBe("stops");
    expect(found.after["host-a"]).toMatchObject({ outcome: "goes-on", onSide: "b" });
    expect(found.after["host-b"].outcome).toBe("goes-on");
  });

  it("shows what dialling down gives up", () => {
    const found = previewProtect(tolerant(), facts({ machines: [tolerant()] }), UNPROTECTED, capable);
    expect([found.now["host-a"].outcome, found.after["host-a"].outcome]).toEqual(["goes-on", "stops"]);
  });
});

describe("admitMachine", () => {
  const definition: MachineDefinition = {
    name: "web-01",
    pairRef: "lit",
    side: null,
    vcpus: 4,
    memoryMiB: 8 * 1024,
    diskMiB: 20 * 1024,
    image: null,
    mac: null,
    ip: null,
    guest: "linux",
    protection: HIGH_AVAILABILITY,
  };
  const world: MachineWorld = {
    facts: facts({ machines: [available()] }),
    pairNames: ["lit", "por"],
    names: ["orders-db"],
    macs: { "52:54:00:6b:1c:42": "orders-db" },
    images: ["debian-12"],
    capabilities: capable,
  };
  const refused = (change: Partial<MachineDefinition>, in_: MachineWorld = world) =>
    refusalOf(admitMachine({ ...definition, ...change }, in_));

  it("admits what is right", () => {
    expect(refused({})).toBeNull();
    expect(refused({ image: "debian-12" })).toBeNull();
  });

  it.each([
    [{ name: "orders-db" }, { code: "conflict", field: "name", value: "orders-db" }],
    [
      { mac: "52:54:00:6b:1c:42" },
      { code: "conflict", field: "mac", message: "The MAC 52:54:00:6b:1c:42 belongs to orders-db." },
    ],
    [
      { memoryMiB: 300 * 1024 },
      { code: "blocked", field: "memoryMiB", value: 300 * 1024, limit: "at most 229,376 MiB" },
    ],
    [{ vcpus: 64 }, { code: "blocked", field: "vcpus", limit: "at most 48" }],
    [{ image: "windows" }, { code: "not-found", field: "image", limit: "debian-12" }],
  ])("refuses %o with field, value, limit and remedy", (change, expected) => {
    const detail = refused(change);
    expect(detail).toMatchObject(expected);
    expect(detail?.limit).toBeTruthy();
    expect(detail?.remedy).toMatch(/\.$/);
  });

  it("refuses a pair that does not exist and names those that do", () => {
    expect(refused({ pairRef: "xyz" }, { ...world, facts: null })).toMatchObject({
      code: "not-found",
      field: "pairRef",
      value: "xyz",
      limit: "lit and por",
    });
  });

  it("refuses a host that is away", () => {
    const away = facts({ hosts: { a: host("a", { state: "Failed" }), b: host("b") } });
    expect(refused({}, { ...world, facts: away })).toMatchObject({ field: "side", message: "lit-a is Failed." });
    expect(refused({ side: "b", protection: UNPROTECTED }, { ...world, facts: away })).toBeNull();
  });

  it("finds everything that is wrong at once", () => {
    const findings = admitMachine(
      { ...definition, name: "orders-db", mac: "52:54:00:6b:1c:42", memoryMiB: 300 * 1024 },
      world,
    );
    expect(blocks(findings)).toEqual(["name", "mac", "memory"]);
  });
});
