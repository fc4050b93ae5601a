import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FAULT_TOLERANCE, HIGH_AVAILABILITY, type Protection, UNPROTECTED, withRecovery } from "./level";
import { available, facts, host, machine, NOW_MS, tolerant } from "./pair.fixture";
import { pairStateOf } from "./pair-state";
import { givesAll } from "./policy-standing";
import { ROLLOUT_LIMITS, type RolloutStepState } from "./rollout";
import { changeDurationMs, rolloutDurationMs } from "./rollout-duration";
import { holdOfPair } from "./rollout-hold";
import { judgeChanging, judgeReturning, judgeWaiting, type StepMachine } from "./rollout-step";
import { turnOf } from "./rollout-turn";
import { inWaves, waveSizes } from "./rollout-wave";
import { joinOf, wayOf } from "./rollout-way";

fc.configureGlobal({ seed: Number(process.env.DOMAIN_SEED ?? 4_711) });

const candidates = fc
  .array(fc.record({ pair: fc.nat({ max: 6 }), durationMs: fc.nat({ max: 1e6 }), warned: fc.boolean() }), {
    maxLength: 80,
  })
  .map((all) =>
    all.map(({ pair, ...rest }, at) => ({ id: `id-${at}`, name: `vm-${at}`, pairId: `pair-${pair}`, ...rest })),
  );
const levels: fc.Arbitrary<Protection> = fc
  .tuple(
    fc.constantFrom(UNPROTECTED, HIGH_AVAILABILITY, FAULT_TOLERANCE),
    fc.option(fc.integer({ min: 1_000, max: 60_000 }), { nil: null }),
  )
  .map(([level, rpoMs]) => (rpoMs === null ? level : withRecovery(level, rpoMs)));

describe("the waves of a rollout", () => {
  it("have each machine once: one, then a tenth of the others, then the rest", () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const waved = inWaves(all);
        expect(new Set(waved.map(({ id }) => id)).size).toBe(all.length);
        expect(waved.map(({ place }) => place)).toEqual(all.map((_, at) => at));
        const sizes = waveSizes(waved);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(all.length);
        if (all.length > 0) expect(sizes[0]).toBe(1);
        if (all.length > 1) expect(sizes[1]).toBe(Math.ceil((all.length - 1) / 10));
        expect(waved[0]?.warned ?? false).toBe(all.length > 0 && all.every(({ warned }) => warned));
      }),
    );
  });

  it("meet as many pairs in the second as it has machines for", () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const [first, ...rest] = inWaves(all);
        const second = rest.filter(({ wave }) => wave === 2);
        const pairs = new Set(all.filter(({ id }) => id !== first?.id).map(({ pairId }) => pairId)).size;
        expect(new Set(second.map(({ pairId }) => pairId)).size).toBe(Math.min(second.length, pairs));
      }),
    );
  });
});

/** Plays a rollout of steps that take as long as they like; every begun state is looked at. */
function play(
  all: ReturnType<typeof inWaves<Parameters<typeof inWaves>[0][number]>>,
  dependent: (one: string, other: string) => boolean,
  pick: (count: number) => number,
  look: (steps: readonly { pairId: string; wave: number; machineId: string; state: RolloutStepState }[]) => void,
): number {
  let steps = all.map(({ id, pairId, wave, place }) => ({
    id,
    machineId: id,
    pairId,
    wave,
    place,
    state: "waiting" as RolloutStepState,
  }));
  let turns = 0;
  while (steps.some(({ state }) => state === "waiting" || state === "changing")) {
    if (++turns > 1_000) return turns;
    const begun = new Set(turnOf(steps, () => true, dependent).next.map(({ id }) => id));
    steps = steps.map((step) => (begun.has(step.id) ? { ...step, state: "changing" } : step));
    look(steps);
    const changing = steps.filter(({ state }) => state === "changing");
    const over = changing[pick(changing.length)]?.id;
    steps = steps.map((step) => (step.id === over ? { ...step, state: "done" } : step));
  }
  return turns;
}

describe("whose turn it is", () => {
  it("begins few at once on each pair and in all, no wave before the one before it, and ends", () => {
    fc.assert(
      fc.property(candidates, fc.infiniteStream(fc.nat()), (all, chances) => {
        const pick = (count: number) => (count === 0 ? 0 : (chances.next().value as number) % count);
        const turns = play(
          inWaves(all),
          () => false,
          pick,
          (steps) => {
            const begun = steps.filter(({ state }) => state === "changing");
            expect(begun.length).toBeLessThanOrEqual(ROLLOUT_LIMITS.atOnce);
            expect(new Set(begun.map(({ wave }) => wave)).size).toBeLessThanOrEqual(1);
            for (const { pairId } of begun)
              expect(begun.filter((one) => one.pairId === pairId).length).toBeLessThanOrEqual(
                ROLLOUT_LIMITS.atOncePerPair,
              );
            const [wave] = begun.map((step) => step.wave);
            if (wave !== undefined)
              expect(steps.filter((step) => step.wave < wave && step.state !== "done")).toEqual([]);
          },
        );
        expect(turns).toBeLessThanOrEqual(all.length);
      }),
    );
  });

  it("never begins two of which one waits for the other", () => {
    fc.assert(
      fc.property(candidates, fc.nat({ max: 4 }), (all, of) => {
        const dependent = (one: string, other: string) =>
          (Number(one.slice(3)) + Number(other.slice(3))) % (of + 2) === 0;
        play(
          inWaves(all),
          dependent,
          () => 0,
          (steps) => {
            const begun = steps.filter(({ state }) => state === "changing");
            for (const one of begun)
              for (const other of begun)
                if (one !== other) expect(dependent(one.machineId, other.machineId)).toBe(false);
          },
        );
      }),
    );
  });
});

describe("the way of a machine", () => {
  it("never has less than both on any station, and ends at what is wanted", () => {
    fc.assert(
      fc.property(levels, levels, (from, to) => {
        const all = { supported: true } as const;
        const capabilities = {
          "high-availability": all,
          "fault-tolerance": all,
          "remote-availability": all,
          "disaster-recovery": all,
        };
        const vm = machine(from, { memoryMiB: 1_024 });
        const { stations, passesBelow } = wayOf(vm, facts({ machines: [vm] }), to, capabilities);
        expect(stations.at(-1)).toEqual(to);
        if (!passesBelow)
          for (const [at, station] of stations.entries()) {
            const before = stations[at - 1] ?? from;
            // Each leg only gains or only gives up: what is there in its midst is at least what the lesser end has.
            expect(givesAll(station, before) || givesAll(before, station)).toBe(true);
            expect(givesAll(station, from) || givesAll(station, to)).toBe(true);
          }
      }),
    );
  });

  it("has all of both in their join, and nothing that neither has", () => {
    fc.assert(
      fc.property(levels, levels, (one, other) => {
        const join = joinOf(one, other);
        expect(givesAll(join, one) && givesAll(join, other)).toBe(true);
        if (givesAll(one, other)) expect(givesAll(one, join)).toBe(true);
      }),
    );
  });

  it("leads below both where the pair has no room for both, and says so", () => {
    const vm = tolerant();
    const well = facts({ machines: [vm] });
    const unlike = { ...well, hosts: { ...well.hosts, b: host("b", { cpuFeatures: ["aes"] }) } };
    const supported = { supported: true } as const;
    const way = wayOf(vm, unlike, withRecovery(HIGH_AVAILABILITY), {
      "high-availability": supported,
      "fault-tolerance": supported,
      "disaster-recovery": supported,
    });
    expect(way).toEqual({ stations: [withRecovery(HIGH_AVAILABILITY)], passesBelow: true });
  });
});

describe("how long it takes", () => {
  it("is at least the longest step and at most all one after the other", () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const waved = inWaves(all);
        const ms = rolloutDurationMs(waved);
        const sum = all.reduce((total, { durationMs }) => total + durationMs, 0);
        expect(ms).toBeLessThanOrEqual(sum);
        expect(ms).toBeGreaterThanOrEqual(Math.max(0, ...all.map(({ durationMs }) => durationMs)));
      }),
    );
  });

  it("takes the disk into account where a copy is made, and not where one is given up", () => {
    const vm = machine(UNPROTECTED);
    const up = changeDurationMs(vm, facts(), [HIGH_AVAILABILITY]);
    // 120 GiB at 240 MB/s.
    expect(up).toBeGreaterThan(530_000);
    expect(up).toBeLessThan(550_000);
    expect(changeDurationMs(tolerant(), facts(), [HIGH_AVAILABILITY])).toBeLessThan(10_000);
  });
});

describe("a pair on which nothing is begun", () => {
  const ours = new Set<string>();
  const hold = (pair: ReturnType<typeof facts>, open: { kind: string; subjectName: string }[] = []) =>
    holdOfPair(pair, pairStateOf(pair), open, ours)?.why ?? null;
  it("is one that is not heard, has a fault, is worked on or copies a disk", () => {
    const well = facts({ machines: [available()] });
    expect(hold(well)).toBeNull();
    expect(hold({ ...well, nowMs: NOW_MS + 60_000 })).toBe("not-heard");
    expect(hold(well, [{ kind: "disk-failed", subjectName: "lit-a" }])).toBe("fault");
    expect(hold({ ...well, witnesses: [] })).toBe("fault");
    const { a, b } = well.hosts;
    if (!a || !b) throw new Error("the fixture has both hosts");
    expect(hold({ ...well, hosts: { a: { ...a, state: "Evacuating" }, b } })).toBe("planned-work");
    const copying = available({ mirror: { ...available().mirror, replication: "SyncSource", outOfSyncBytes: 1 } });
    expect(hold({ ...well, machines: [copying] })).toBe("resync");
    expect(holdOfPair({ ...well, machines: [copying] }, pairStateOf(well), [], new Set([copying.ref]))).toBeNull();
  });
});

const calm: StepMachine = {
  name: "till-7",
  declared: HIGH_AVAILABILITY,
  exposed: false,
  off: false,
  held: true,
  underWay: null,
  personsWord: null,
};
const free = (...stations: Protection[]) => ({
  allowed: { allowed: true } as const,
  way: { stations, passesBelow: false },
  block: null,
});
const nobody = { accepted: { lower: false, passBelow: false } };
const somebody = { accepted: { lower: true, passBelow: true } };

describe("a step", () => {
  it("is asked for where nothing is against it, and left with its reason where a person said otherwise", () => {
    const judge = (change: Partial<StepMachine> | null, hold: string | null = null) =>
      judgeWaiting(nobody, FAULT_TOLERANCE, change && { ...calm, ...change }, hold, free(FAULT_TOLERANCE));
    expect(judge({})).toMatchObject({ do: "ask", protection: FAULT_TOLERANCE, station: 0 });
    expect(judge(null)).toMatchObject({ do: "end", state: "left", words: "It was removed." });
    expect(judge({ held: false })).toMatchObject({ state: "left" });
    const by = { title: "Take the protection off till-7", by: "Ada" };
    expect(judge({ personsWord: by })).toMatchObject({ state: "left", words: expect.stringContaining("Ada") });
    expect(judge({ underWay: by })).toMatchObject({ do: "wait", words: expect.stringContaining("Ada") });
    expect(judge({ declared: FAULT_TOLERANCE, personsWord: by })).toMatchObject({ state: "kept" });
    expect(judge({ off: true })).toMatchObject({ state: "left" });
    expect(judge({}, "Pair lit has an open fault.")).toEqual({ do: "wait", words: "Pair lit has an open fault." });
  });

  it("lowers nothing that nobody has accepted", () => {
    fc.assert(
      fc.property(levels, levels, (from, to) => {
        const decision = judgeWaiting(nobody, to, { ...calm, declared: from }, null, free(to));
        if (decision.do === "ask") expect(givesAll(to, from)).toBe(true);
        const below = { ...free(to), way: { stations: [to], passesBelow: true } };
        expect(judgeWaiting(nobody, to, { ...calm, declared: from }, null, below).do).not.toBe("ask");
        const accepted = judgeWaiting(somebody, to, { ...calm, declared: from }, null, below);
        expect(accepted.do === "ask" || (accepted.do === "end" && accepted.state === "kept")).toBe(true);
      }),
    );
  });

  it("is done only when the machine is as declared, and goes back where its task failed", () => {
    const step = { before: HIGH_AVAILABILITY, stations: [FAULT_TOLERANCE], station: 0 };
    const after = { ...calm, declared: FAULT_TOLERANCE };
    const task = { state: "succeeded", refusal: null, endedAtMs: NOW_MS } as const;
    const judge = (seen: StepMachine, one: Parameters<typeof judgeChanging>[2] = task, nowMs = NOW_MS) =>
      judgeChanging(step, seen, one, nowMs, free(FAULT_TOLERANCE));
    expect(judge(after)).toMatchObject({ do: "end", state: "done" });
    expect(judge({ ...after, exposed: true }).do).toBe("wait");
    expect(judge(calm).do).toBe("wait");
    expect(judge(calm, task, NOW_MS + 120_000)).toMatchObject({ do: "end", state: "stuck" });
    const failed = { state: "failed", refusal: { code: "failed", message: "The link broke." }, endedAtMs: 1 } as const;
    expect(judge(after, failed)).toEqual({ do: "fail", words: "The link broke." });
    const back = (seen: StepMachine, of: Parameters<typeof judgeReturning>[2] = null) =>
      judgeReturning(step, seen, of, "The link broke.", NOW_MS, free(HIGH_AVAILABILITY));
    expect(back(calm)).toMatchObject({ do: "end", state: "returned", words: "The link broke." });
    expect(back(after)).toMatchObject({ do: "return", protection: HIGH_AVAILABILITY });
    expect(back(after, failed)).toMatchObject({ do: "end", state: "stuck" });
    expect(back(calm, task)).toMatchObject({ do: "end", state: "returned" });
  });
});
