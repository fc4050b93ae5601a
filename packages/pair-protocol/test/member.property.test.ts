import { otherSide, type Side } from "@v-available/domain/state";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RegisterChange, WitnessRequest, WitnessState } from "../src/witness";
import {
  emptyWitness,
  judgeChange,
  type MayAdmit,
  mayAdmitMember,
  restoreWitness,
  witnessStep,
} from "../src/witness-step";

/**
 * A pair whose hosts are replaced again and again, as its witness sees it: whoever has ever had a side asks at any time, with
 * whatever it remembers. The host that is shut out may be asked for by mistake, early, late or twice.
 */
interface Ask {
  readonly side: Side;
  /** How many members before the newest the asker is; below 0 one that nobody has admitted. */
  readonly age: number;
  readonly act: "renew" | "go-solo" | "take-over" | "add-partner" | "admit" | "restart";
  readonly machine: number;
}

const anyAsk: fc.Arbitrary<Ask> = fc.record({
  side: fc.constantFrom("a", "b"),
  age: fc.constantFrom(0, 0, 0, 1, 2, -1),
  act: fc.constantFrom("renew", "go-solo", "take-over", "add-partner", "admit", "restart"),
  machine: fc.integer({ min: 0, max: 1 }),
});

const PAIR = "pair";
const CONFIG = { leaseMs: 10_000 };

/** Plays them, and says what a member that was shut out was ever granted, or what was given up with one. */
function play(asks: readonly Ask[], mayAdmit: MayAdmit = mayAdmitMember): { wrong: string[]; admitted: number } {
  let state: WitnessState = restoreWitness(emptyWitness("store"), 0);
  const newest: Record<Side, number> = { a: 0, b: 0 };
  const wrong: string[] = [];
  let admitted = 0;
  const registers = () => state.durable.pairs[PAIR] ?? {};
  const ask = (request: WitnessRequest) => {
    const outcome = witnessStep(state, request, 1_000, CONFIG, judgeChange, mayAdmit);
    const changed = outcome.state.durable !== state.durable;
    state = outcome.state;
    return { reply: outcome.reply, changed };
  };
  for (const vmRef of ["vm-0", "vm-1"])
    ask({
      ...{ kind: "compare-and-set", pairRef: PAIR, side: "a", requestId: "first", term: 0 },
      changes: [
        { changeId: `first ${vmRef}`, vmRef, expectEpoch: 0, next: { owner: "a", inSync: ["a"] }, fenced: false },
      ],
    });
  for (const [at, { side, age, act, machine }] of asks.entries()) {
    const vmRef = `vm-${machine}`;
    const member = newest[side] - age;
    if (member < 0) continue;
    const head = { pairRef: PAIR, side, member, requestId: String(at), term: 0 };
    const before = registers();
    const known = before[vmRef];
    if (act === "restart") {
      state = restoreWitness(state.durable, 0);
      continue;
    }
    const request: WitnessRequest =
      act === "renew"
        ? { ...head, kind: "renew", fenced: [{ vmRef, epoch: known?.epoch ?? 0 }] }
        : act === "admit"
          ? { ...head, kind: "admit", partner: newest[otherSide(side)] + 1 }
          : { ...head, kind: "compare-and-set", changes: [changeOf(act, side, vmRef, known?.epoch ?? 0, at)] };
    const { reply, changed } = ask(request);
    if (age !== 0) {
      // Neither a lease nor a token, nor anything written down, for who is not the newest.
      if (changed || reply.kind === "renewed" || reply.kind === "judged" || reply.kind === "admitted")
        wrong.push(`member ${member} of ${side} was answered ${reply.kind} while ${newest[side]} is the newest`);
      continue;
    }
    if (reply.kind === "admitted" && reply.admitted) {
      admitted += 1;
      newest[otherSide(side)] += 1;
      const counted = Object.entries(before).filter(([, { owner, inSync }]) => owner !== side || inSync.length > 1);
      for (const [ref] of counted)
        wrong.push(`a host of ${otherSide(side)} was shut out while its copy of ${ref} counts`);
    }
  }
  return { wrong, admitted };
}

const NEXT: Readonly<Record<"go-solo" | "take-over" | "add-partner", (side: Side) => RegisterChange["next"]>> = {
  "go-solo": (side) => ({ owner: side, inSync: [side] }),
  "take-over": (side) => ({ owner: side, inSync: [side] }),
  "add-partner": (side) => ({ owner: side, inSync: ["a", "b"] }),
};
const changeOf = (
  act: keyof typeof NEXT,
  side: Side,
  vmRef: string,
  expectEpoch: number,
  at: number,
): RegisterChange => ({
  ...{ changeId: `${side} ${at}`, vmRef, expectEpoch, fenced: false },
  next: NEXT[act](side),
});

const schedules = fc.array(anyAsk, { minLength: 5, maxLength: 60 });
const RUNS = { numRuns: 3_000, seed: 4_711 };

describe("a host that was replaced", () => {
  it("is never granted anything again, and is never shut out while a copy of its counts", () => {
    let admitted = 0;
    fc.assert(
      fc.property(schedules, (asks) => {
        const played = play(asks);
        admitted += played.admitted;
        expect(played.wrong).toEqual([]);
      }),
      RUNS,
    );
    // Nothing is proven by schedules in which nobody is replaced.
    expect(admitted).toBeGreaterThan(1_000);
  });

  const MUTANTS: readonly (readonly [string, MayAdmit])[] = [
    ["the witness admits whoever is asked for", () => true],
    [
      "it looks at who owns a machine and not at whose copies count",
      (registers, side) => registers.every(({ owner }) => owner === side),
    ],
    [
      "it looks at whose copies count and not at who owns them",
      (registers, side) => registers.every(({ inSync }) => inSync.includes(side)),
    ],
    ["one machine is enough", (registers, side) => registers.some((one) => mayAdmitMember([one], side))],
  ];
  it.each(MUTANTS)("is seen to be wronged where %s", (_, mayAdmit) => {
    const seen = fc.check(
      fc.property(schedules, (asks) => play(asks, mayAdmit).wrong.length === 0),
      RUNS,
    );
    expect(seen.failed).toBe(true);
  });
});
