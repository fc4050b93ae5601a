import { describe, expect, it } from "vitest";
import { worstVerdict } from "./finding";
import { fullCopyOf } from "./host-replacing";
import { lost, replacing } from "./host-replacing.fixture";
import { available, facts, host, link, resyncing, solo } from "./pair.fixture";

const GIB = 1024 ** 3;
const blocks = (findings: ReturnType<typeof replacing>) =>
  findings.flatMap(({ verdict, check }) => (verdict === "block" ? [check] : []));

describe("a lost host is replaced", () => {
  it("where the other one has every machine complete, with what it costs as the only warning", () => {
    const findings = replacing();
    expect(findings.filter(({ verdict }) => verdict !== "pass")).toMatchObject([
      { check: "full-copy", verdict: "warn", value: 120 * GIB },
    ]);
    expect(worstVerdict(findings)).toBe("warn");
  });

  it("never where the other copy is not good, whatever the reason", () => {
    const vms = [
      resyncing(available({ activeSide: "b" })),
      solo(available({ activeSide: "b" })),
      { ...solo(available()), register: { epoch: 418, owner: "b" as const, inSync: ["b" as const] } },
      {
        ...solo(available()),
        mirror: { ...solo(available()).mirror, legs: { a: "Failed" as const, b: "Outdated" as const } },
      },
      {
        ...solo(available()),
        histories: {
          commonAtMs: null,
          a: { writes: 1, bytes: 1, lastWriteAtMs: null },
          b: { writes: 1, bytes: 1, lastWriteAtMs: null },
        },
      },
    ];
    for (const vm of vms) expect(blocks(replacing({ facts: lost({ machines: [vm] }) }))).toContain("last-copy");
  });

  it("never while it serves, or while nobody knows whether it does", () => {
    for (const state of ["Running", "Degraded", "Suspect", "Unknown", "Evacuating"] as const)
      expect(blocks(replacing({ facts: lost({ hosts: { a: host("a"), b: host("b", { state }) } }) }))).toContain(
        "old-host",
      );
    expect(
      blocks(replacing({ facts: lost({ hosts: { a: host("a"), b: host("b", { state: "Maintenance" }) } }) })),
    ).toEqual([]);
  });

  it("never where the other host does not serve either, or nothing was heard for too long", () => {
    expect(
      blocks(
        replacing({
          facts: lost({ hosts: { a: host("a", { state: "Offline" }), b: host("b", { state: "Offline" }) } }),
        }),
      ),
    ).toContain("survivor");
    expect(blocks(replacing({ facts: { ...lost(), nowMs: lost().nowMs + 60_000 } }))).toEqual(["known"]);
  });

  it("only by a host that has room, links and the witness", () => {
    expect(blocks(replacing({}, { memoryMiB: 16 * 1024 }))).toContain("runs-alone");
    expect(blocks(replacing({}, { diskMiB: 100 * 1024 }))).toContain("host-disk");
    expect(blocks(replacing({}, { paths: [] }))).toContain("link-pair");
    expect(blocks(replacing({}, { witnesses: [] }))).toContain("witness-reach");
    expect(blocks(replacing({}, { pairing: "lit9" }))).toContain("host-free");
  });
});

it("counts what is copied at the rate of the links", () => {
  const machines = [available(), available({ ref: "vm-2" })];
  const fast = fullCopyOf(facts({ machines }), [{ bytesPerSecond: 1_175_000_000 }]);
  expect(fast).toEqual({ bytes: 240 * GIB, bytesPerSecond: 240e6, durationMs: ((240 * GIB) / 240e6) * 1_000 });
  expect(
    fullCopyOf(facts({ machines, links: [link("availability-b", { bandwidthBytesPerSecond: 125e6 })] }), [])
      .bytesPerSecond,
  ).toBe(33e6);
});
