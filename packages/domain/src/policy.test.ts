import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FAULT_TOLERANCE, HIGH_AVAILABILITY, REMOTE_AVAILABILITY, UNPROTECTED, withRecovery } from "./level";
import { alone, available, facts, host, NOW_MS, tolerant } from "./pair.fixture";
import { POLICY_PRESETS, type Policy, type PolicyWindow } from "./policy";
import { type AssignableMachine, assignmentAsker, type PolicyAssignment } from "./policy-assignment";
import { changesOf, policyDiff } from "./policy-diff";
import { type OrderedPolicy, restartCircle, wrongInOrder } from "./policy-order";
import { misfitOf, previewOnPair } from "./policy-preview";
import { wrongInPolicy } from "./policy-rule";
import { policyJsonSchema, policySchema } from "./policy-schema";
import { givesAll } from "./policy-standing";

const HA = POLICY_PRESETS["high-availability"];
const wrong = (change: Partial<Policy>) => wrongInPolicy({ ...HA, ...change }, NOW_MS);
const weekly: PolicyWindow = {
  name: "sunday-night",
  timeZone: "Europe/London",
  recurrence: { kind: "weekly", weekdays: ["sunday"], weekOfMonth: null, startMinuteOfDay: 120, durationMinutes: 180 },
};

describe("what a policy may say", () => {
  it("has nothing against the presets, which are written as any other", () => {
    for (const preset of Object.values(POLICY_PRESETS)) {
      expect(wrongInPolicy(preset, NOW_MS)).toEqual([]);
      expect(policySchema.parse(preset)).toEqual(preset);
    }
  });

  it("refuses what it does not know, wherever that stands", () => {
    for (const unknown of [
      { ...HA, color: "red" },
      { ...HA, protection: { ...HA.protection, color: "red" } },
      { ...HA, mtbfThresholdMs: { ...HA.mtbfThresholdMs, fan: 1 } },
      { ...HA, windows: [{ ...weekly, color: "red" }] },
    ])
      expect(policySchema.safeParse(unknown).error?.issues[0]?.code).toMatch(/unrecognized_keys|invalid_union/);
    expect(policyJsonSchema()).toMatchObject({ type: "object", additionalProperties: false });
  });

  it.each([
    [{ protection: { ...FAULT_TOLERANCE, mirror: "none" } }, "protection.mirror", "none", "sync"],
    [
      { protection: { ...REMOTE_AVAILABILITY, mirror: "none" }, targetRtoMs: null },
      "protection.mirror",
      "none",
      "sync",
    ],
    [{ protection: withRecovery(HIGH_AVAILABILITY, 0) }, "protection.recovery.targetRpoMs", 0, "at least 1 ms"],
    [
      { protection: withRecovery(UNPROTECTED), targetRtoMs: null, targetRpoMs: 0 },
      "targetRpoMs",
      0,
      "at least 15000 ms (15 s)",
    ],
    [{ targetRtoMs: 1_000 }, "targetRtoMs", 1_000, "at least 180000 ms (3 min)"],
    [{ protection: UNPROTECTED, targetRtoMs: 1_000 }, "targetRtoMs", 1_000, "nothing"],
    [{ failback: { window: "never" } }, "failback.window", "never", "no window"],
    [{ windows: [weekly, weekly] }, "windows.1.name", "sunday-night", "one window of a name"],
    [
      { windows: [{ ...weekly, timeZone: "Mars/Base" }] },
      "windows.0.timeZone",
      "Mars/Base",
      "an IANA name, such as Europe/Oslo",
    ],
    [
      { windows: [{ ...weekly, recurrence: { ...weekly.recurrence, weekdays: [] } }] },
      "windows.0.recurrence.weekdays",
      null,
      "at least one weekday",
    ],
    [
      { windows: [{ ...weekly, recurrence: { ...weekly.recurrence, durationMinutes: 0 } }] },
      "windows.0.recurrence.durationMinutes",
      0,
      "at least 1 minute",
    ],
    [
      { windows: [{ ...weekly, recurrence: { kind: "once", fromMs: 5, untilMs: 5 } }] },
      "windows.0.recurrence.untilMs",
      5,
      "after 5",
    ],
    [
      { windows: [{ ...weekly, recurrence: { kind: "once", fromMs: 5, untilMs: NOW_MS } }] },
      "windows.0.recurrence.untilMs",
      NOW_MS,
      `after ${NOW_MS}, now`,
    ],
  ] as const)("refuses %j with the field, the value, the limit and a remedy", (change, field, value, limit) => {
    const found = wrong(change as Partial<Policy>).find((detail) => detail.field === field);
    expect(found).toMatchObject({ code: "invalid", field, value, limit });
    expect(found?.message).toMatch(/\.$/);
    expect(found?.remedy).toMatch(/\.$/);
  });

  it("shows what changes line by line, and no line twice", () => {
    const after = { ...HA, protection: FAULT_TOLERANCE, targetRtoMs: 1_500, windows: [weekly] };
    expect(changesOf(HA, after).slice(0, 4)).toEqual([
      { kind: "removed", text: "protection.compute: restart" },
      { kind: "added", text: "protection.compute: lockstep" },
      { kind: "removed", text: "targetRtoMs: 180000" },
      { kind: "added", text: "targetRtoMs: 1500" },
    ]);
    expect(changesOf(after, after)).toEqual([]);
    const texts = policyDiff(after, HA).map(({ kind, text }) => `${kind} ${text}`);
    expect(new Set(texts).size).toBe(texts.length);
  });
});

describe("the order of restarts", () => {
  const of = (
    id: string,
    machines: string[],
    restartAfter: Policy["restartAfter"],
    labels: string[] = [],
  ): OrderedPolicy => ({
    id,
    name: `policy ${id}`,
    restartAfter,
    machines: machines.map((name) => ({ name, labels })),
  });

  it("refuses a circle by name, by label and of one policy with itself", () => {
    expect(restartCircle([of("1", ["dns"], []), of("2", ["app"], [{ machine: "dns" }])])).toBeNull();
    expect(
      wrongInOrder([of("1", ["dns"], [{ machine: "app" }]), of("2", ["app"], [{ machine: "dns" }])]),
    ).toMatchObject({
      field: "restartAfter",
      value: "app",
      message: expect.stringContaining("machines of policy 1 wait for app, machines of policy 2 wait for dns"),
    });
    expect(restartCircle([of("1", ["dns"], [{ label: "core" }], ["core"])])).toHaveLength(1);
    expect(restartCircle([of("1", [], [{ machine: "app" }]), of("2", ["app"], [])])).toBeNull();
  });

  it("finds a circle if and only if machines would wait for each other", () => {
    const name = fc.constantFrom("a", "b", "c", "d", "e");
    const policies = fc
      .array(fc.record({ holds: fc.uniqueArray(name), after: fc.uniqueArray(name) }), { maxLength: 5 })
      .map((rows) => {
        const taken = new Set<string>();
        return rows.map(({ holds, after }, at) => {
          const own = holds.filter((one) => !taken.has(one));
          for (const one of own) taken.add(one);
          return of(
            String(at),
            own,
            after.map((machine) => ({ machine })),
          );
        });
      });
    fc.assert(
      fc.property(policies, (made) => {
        const waits = new Map(
          made.flatMap(({ machines, restartAfter }) =>
            machines.map(
              (m) => [m.name, restartAfter.flatMap((one) => ("machine" in one ? one.machine : []))] as const,
            ),
          ),
        );
        // Machines start as soon as all they wait for run; what is left over waits in a circle, or for one that does.
        const started = new Set<string>();
        for (let more = true; more; ) {
          const next = [...waits].filter(
            ([m, on]) => !started.has(m) && on.every((w) => started.has(w) || !waits.has(w)),
          );
          for (const [m] of next) started.add(m);
          more = next.length > 0;
        }
        expect(restartCircle(made) !== null).toBe(started.size < waits.size);
      }),
    );
  });
});

describe("which policy holds a machine", () => {
  const till: AssignableMachine = { id: "m1", name: "till-01", siteName: "Reading", labels: ["tills", "pci"] };
  const rule = (id: string, policyId: string, change: object): PolicyAssignment => ({
    id,
    policyId,
    kind: "rule",
    rule: { site: null, namePattern: null, label: null, ...change },
  });

  it("asks by hand first, then by label, then by rule, and the older of two alike", () => {
    const all: PolicyAssignment[] = [
      rule("1", "by-rule", { namePattern: "till-*" }),
      { id: "2", policyId: "by-label", kind: "label", label: "tills" },
      { id: "3", policyId: "later-label", kind: "label", label: "pci" },
      { id: "4", policyId: "by-hand", kind: "machine", machineId: "m1" },
    ];
    expect(assignmentAsker(all)(till)).toEqual({
      policyId: "by-hand",
      assignmentId: "4",
      why: "by hand",
      before: ["2", "3", "1"],
    });
    expect(assignmentAsker(all.slice(0, 3))(till)).toMatchObject({ policyId: "by-label", why: "by its label tills" });
    expect(assignmentAsker(all.slice(0, 1))(till)?.why).toBe("by the rule: name till-*");
    expect(assignmentAsker([])(till)).toBeNull();
  });

  it("holds a rule to all that it names, and takes a pattern for no more than a pattern", () => {
    const holds = (change: object, machine = till) => assignmentAsker([rule("1", "p", change)])(machine) !== null;
    expect(holds({ namePattern: "till-0?", site: "Reading", label: "pci" })).toBe(true);
    expect(holds({ namePattern: "till-*", site: "Leeds" })).toBe(false);
    expect(holds({ namePattern: "till" })).toBe(false);
    expect(holds({ namePattern: "till.01" })).toBe(false);
    expect(holds({ namePattern: "*".repeat(200) })).toBe(true);
  });

  it("does not depend on the order in which assignments are read", () => {
    const all = ["1", "2", "3"].flatMap((id) => [
      rule(`${id}r`, `r${id}`, { label: "pci" }),
      { id: `${id}l`, policyId: `l${id}`, kind: "label" as const, label: "tills" },
    ]);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(assignmentAsker(shuffled)(till)).toEqual(assignmentAsker(all)(till));
      }),
    );
  });
});

describe("what a policy would mean", () => {
  const yes = { supported: true } as const;
  const capabilities = {
    "high-availability": yes,
    "fault-tolerance": yes,
    "remote-availability": yes,
    "disaster-recovery": yes,
  };
  const vm = (ref: string, memoryMiB: number) => available({ ref, name: ref, memoryMiB });

  it("admits each machine on the pair as those before it have left it", () => {
    // lit-b has room for either beside what stays on it, and not for both.
    const large = (ref: string, change = {}) => alone({ ref, name: ref, memoryMiB: 100 * 1024, ...change });
    const held = [large("one"), large("two")];
    const machines = [...held, large("local", { activeSide: "b" })];
    const [one, two] = previewOnPair({ facts: facts({ machines }), capabilities, held }, HIGH_AVAILABILITY);
    expect([one?.verdict, two?.verdict]).toEqual(["pass", "block"]);
    expect(two?.findings[0]).toMatchObject({ check: "memory", verdict: "block" });
    expect(one?.before["host-a"].outcome).toBe("stops");
    expect(one?.after["host-a"].outcome).toBe("restarts");
    expect(two?.after["host-a"].outcome, "one that is blocked stays as it is").toBe("stops");
  });

  it("says who keeps, who changes and who would have less", () => {
    const held = [vm("same", 1024), tolerant({ ref: "more", name: "more" }), alone({ ref: "less", name: "less" })];
    const found = previewOnPair({ facts: facts({ machines: held }), capabilities, held }, HIGH_AVAILABILITY);
    expect(found.map(({ change, lowers }) => [change, lowers])).toEqual([
      ["keeps", false],
      ["changes", true],
      ["changes", false],
    ]);
    expect(givesAll(withRecovery(HIGH_AVAILABILITY, 5_000), withRecovery(HIGH_AVAILABILITY))).toBe(true);
    expect(givesAll(withRecovery(HIGH_AVAILABILITY, 60_000), withRecovery(HIGH_AVAILABILITY))).toBe(false);
  });

  it("knows pairs that could never keep it", () => {
    expect(misfitOf(facts(), HIGH_AVAILABILITY, capabilities)).toBeNull();
    expect(misfitOf(facts(), REMOTE_AVAILABILITY, capabilities)).toMatchObject({ check: "sites", limit: "two sites" });
    const apart = facts({ hosts: { a: host("a"), b: host("b", { siteRef: "bristol" }) } });
    expect(misfitOf(apart, REMOTE_AVAILABILITY, capabilities)).toBeNull();
    expect(
      misfitOf(facts(), FAULT_TOLERANCE, { ...capabilities, "fault-tolerance": { supported: false, reason: "No." } })
        ?.sentence,
    ).toBe("No.");
  });
});
