import { describe, expect, it } from "vitest";
import { refusalOf, worstVerdict } from "./finding";
import { candidate, formed, path } from "./free-host.fixture";
import { chosenPaths } from "./pair-link-check";

describe("two hosts that fit each other", () => {
  it("pass every check, and each says so with a sentence", () => {
    const findings = formed();
    expect(findings.filter(({ verdict }) => verdict !== "pass")).toEqual([]);
    expect(findings.length).toBeGreaterThan(15);
    for (const { sentence } of findings) expect(sentence).toMatch(/^[A-Z0-9a-z].*\.$/);
  });
});

describe("whatever warns or blocks", () => {
  const worlds = [
    formed({ name: "dul", hostB: "nobody" }),
    formed({ b: { memoryMiB: 4_096, diskMiB: 1, watchdog: "absent", clock: { offsetMs: 9_000, steady: true } } }),
    formed({ both: { paths: [] } }),
    formed({ witness: "nobody", alternate: "nobody" }),
  ];
  it("says what can be done about it", () => {
    for (const finding of worlds.flat())
      if (finding.verdict !== "pass")
        expect(finding).toMatchObject({ remedy: expect.stringMatching(/\.$/), limit: expect.anything() });
  });
  it("is refused with the first block, its field and its number", () => {
    for (const findings of worlds) {
      expect(worstVerdict(findings)).toBe("block");
      expect(refusalOf(findings)).toMatchObject({ field: expect.any(String), remedy: expect.any(String) });
    }
  });
});

it("says nothing of what two hosts are together while one of them is silent", () => {
  const checks = formed({ a: { answers: false } }).map(({ check }) => check);
  expect(checks).not.toContain("link-pair");
  expect(checks).not.toContain("host-version");
});

it("asks nothing about what was not filled in yet", () => {
  expect(formed({ name: null, hostA: null, hostB: null, witness: null })).toEqual([]);
  expect(formed({ hostB: null }).some(({ field }) => field === "hostB")).toBe(false);
});

it("takes the two ways that share no port and no switch where there are such, whatever their order", () => {
  const a = candidate("dul-c", {
    paths: [
      path("dul-d", "eth2", { switchName: "one" }),
      path("dul-d", "eth3", { switchName: "one" }),
      path("dul-d", "eth4", { switchName: "two" }),
    ],
  });
  const b = candidate("dul-d");
  const names = (paths: readonly { switchName: string | null }[]) => paths.map(({ switchName }) => switchName);
  expect(new Set(names(chosenPaths(a, b)))).toEqual(new Set(["one", "two"]));
  expect(names(chosenPaths({ ...a, paths: a.paths.slice(0, 2) }, b))).toEqual(["one", "one"]);
  expect(
    chosenPaths({ ...a, paths: [path("dul-d", "eth2"), path("dul-d", "eth3", { toPort: "eth2" })] }, b),
  ).toHaveLength(1);
});

it("judges the same ways alike, whichever of the two hosts has measured them", () => {
  const measured = formed();
  const byTheOther = formed({ a: { paths: [] } });
  const links = (findings: typeof measured) => findings.filter(({ check }) => check.startsWith("link-"));
  expect(links(byTheOther).map(({ verdict }) => verdict)).toEqual(links(measured).map(({ verdict }) => verdict));
});

it("takes a witness at one of two sites for no witness, and at the one site of both hosts for a poor one", () => {
  const here = { witnesses: candidate("dul-c").witnesses.map((one) => ({ ...one, siteName: "Duluth" })) };
  const verdict = (findings: ReturnType<typeof formed>) =>
    findings.find(({ check }) => check === "witness-apart")?.verdict;
  expect(verdict(formed({ both: here }))).toBe("warn");
  expect(verdict(formed({ both: here, b: { siteRef: "far", siteName: "Far" } }))).toBe("block");
});
