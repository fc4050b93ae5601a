import { describe, expect, it } from "vitest";
import { admitProtection } from "./admission";
import type { Finding } from "./finding";
import { HIGH_AVAILABILITY, type Protection, UNPROTECTED, withRecovery } from "./level";
import type { ObservedVm } from "./observed";
import { alone, available, facts, link, NOW_MS, tolerant } from "./pair.fixture";
import type { PairWithMachines } from "./pair-facts";

const GIB = 1024 ** 3;
const yes = { supported: true } as const;
const capable = { "high-availability": yes, "fault-tolerance": yes, "disaster-recovery": yes };
const RECOVERED = withRecovery(HIGH_AVAILABILITY);

const wan = (bandwidthBytesPerSecond: number, state: "Up" | "Down" = "Up") =>
  link("wan", { bandwidthBytesPerSecond, state });
const world = (change: Partial<PairWithMachines> & { wanBytesPerSecond?: number } = {}): PairWithMachines => {
  const { wanBytesPerSecond = 125e6, ...rest } = change;
  const base = facts();
  return facts({ links: [...base.links, wan(wanBytesPerSecond)], ...rest });
};
const journal = (journalCapacityBytes: number | null): PairWithMachines => {
  const base = world();
  return {
    ...base,
    pair: base.pair && { ...base.pair, recoveryTarget: { siteName: "Portland", journalCapacityBytes } },
  };
};
const load = (writeP95BytesPerSecond: number | null): Partial<ObservedVm> => ({
  load: { ...available().load, writeP95BytesPerSecond },
});
const finding = (
  check: Finding["check"],
  vm: ObservedVm,
  pair: PairWithMachines,
  protection: Protection = RECOVERED,
): Finding | undefined => admitProtection(vm, pair, protection, capable).find((one) => one.check === check);

describe("the WAN of Disaster Recovery", () => {
  it("must carry 1.3 times the p95 write rate, and no less", () => {
    const asked = (wanBytesPerSecond: number) => finding("wan-bandwidth", available(), world({ wanBytesPerSecond }));
    expect(asked(52e6)).toMatchObject({
      verdict: "pass",
      sentence: "The WAN carries 52 MB/s; 52 MB/s is needed, 1.3 × the p95 write rate of 1 machine.",
    });
    expect(asked(51e6)).toMatchObject({ verdict: "block", value: 52e6, limit: "51 MB/s" });
    expect(asked(51e6)?.remedy).toMatch(/faster line/);
  });

  it("counts every other machine of the pair that is copied, and none that is not", () => {
    const copied = available({ ref: "copied", declared: RECOVERED });
    const machines = [copied, available({ ref: "not" }), { ...copied, ref: "off", desiredPower: "off" as const }];
    expect(finding("wan-bandwidth", available(), world({ machines, wanBytesPerSecond: 103e6 }))).toMatchObject({
      verdict: "block",
      value: 104e6,
    });
  });

  it("blocks where no line is up, and warns where nobody knows the line or the p95", () => {
    const links = facts().links;
    expect(finding("wan-bandwidth", available(), facts({ links: [...links, wan(125e6, "Down")] }))?.verdict).toBe(
      "block",
    );
    for (const unknown of [facts(), facts({ links: [...links, wan(0)] })])
      expect(finding("wan-bandwidth", available(), unknown)).toMatchObject({
        verdict: "warn",
        sentence: "The bandwidth of the WAN is not known; 52 MB/s is needed, 1.3 × the p95 write rate of 1 machine.",
      });
    const unread = finding("wan-bandwidth", available(load(null)), world());
    expect(unread).toMatchObject({ verdict: "warn", value: 28.6e6 });
    expect(unread?.sentence).toContain("the write rate now of 1 machine");
  });
});

describe("the journal of Disaster Recovery", () => {
  it("must hold an hour of the p95 write rate", () => {
    const needed = 3_600 * 40e6;
    const asked = (capacity: number | null) => finding("journal-space", available(), journal(capacity));
    expect(asked(2 * needed)).toMatchObject({
      verdict: "pass",
      sentence: "The journal at Portland has 268 GiB; 134 GiB is needed, 1 h of the p95 write rate of 1 machine.",
    });
    expect(asked(needed)?.verdict).toBe("warn");
    expect(asked(needed - 24 * GIB)).toMatchObject({ verdict: "block", value: needed, limit: "110 GiB" });
    expect(asked(needed - 24 * GIB)?.remedy).toMatch(/^Give the journal 24 GiB more/);
    expect(asked(null)).toMatchObject({ verdict: "warn", limit: null });
  });

  it("is not known where the backend names no recovery site", () => {
    const base = world();
    const unnamed = { ...base, pair: base.pair && { ...base.pair, recoveryTarget: null } };
    expect(finding("journal-space", available(), unnamed)?.sentence).toMatch(/^The space for .* is not known; 134 GiB/);
  });
});

describe("what is asked when", () => {
  it("asks for room for a new copy only", () => {
    const copied = available({ declared: RECOVERED });
    for (const check of ["wan-bandwidth", "journal-space"] as const) {
      expect(finding(check, copied, world(), { ...RECOVERED, compute: "lockstep" })).toBeUndefined();
      expect(finding(check, available(), world(), { ...HIGH_AVAILABILITY, compute: "lockstep" })).toBeUndefined();
      expect(finding(check, alone(), world(), withRecovery(UNPROTECTED))?.verdict).toBe("pass");
      expect(finding(check, tolerant(), world())?.verdict).toBe("pass");
    }
  });

  it("asks nothing of a pair that is not heard", () => {
    expect(finding("journal-space", available(), world({ observedAtMs: NOW_MS - 60_000 }))).toBeUndefined();
  });
});
