import { SIDES, type Side } from "@v-available/domain/state";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WitnessReply } from "../src/witness";
import { emptyWitness, restoreWitness, witnessStep } from "../src/witness-step";
import { LAW, tell } from "./run";
import { Story } from "./story";

const lease = { leaseMs: 10_000 };

describe("S5 at the witness", () => {
  const change = fc.record({
    side: fc.constantFrom<Side>(...SIDES),
    id: fc.integer({ min: 0, max: 12 }),
    expectEpoch: fc.integer({ min: 0, max: 5 }),
    owner: fc.constantFrom<Side>(...SIDES),
    inSync: fc.constantFrom<readonly Side[]>(["a"], ["b"], ["a", "b"]),
    fenced: fc.boolean(),
  });

  it("whatever is asked, doubled, late and out of order: each epoch has one winner, and nothing of an old one wins", () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (asked) => {
        let state = restoreWitness(emptyWitness("store"), 0);
        const winners = new Map<number, string>();
        for (const { side, id, expectEpoch, owner, inSync, fenced } of asked) {
          const before = state.durable.pairs.pair?.vm;
          const changeId = `${side}/${id}`;
          const changes = [{ changeId, vmRef: "vm", expectEpoch, next: { owner, inSync }, fenced }];
          const request = { kind: "compare-and-set", pairRef: "pair", side, requestId: "r", term: 0, changes } as const;
          const outcome = witnessStep(state, request, 0, lease);
          const after = outcome.state.durable.pairs.pair?.vm;
          state = outcome.state;
          expect(outcome.persist).toBe(before !== after);
          if (before === after) continue;
          expect(expectEpoch).toBe(before?.epoch ?? 0);
          expect(after?.epoch).toBe((before?.epoch ?? 0) + 1);
          expect(before === undefined || before.inSync.includes(side)).toBe(true);
          expect(winners.has(after?.epoch ?? 0)).toBe(false);
          winners.set(after?.epoch ?? 0, changeId);
        }
      }),
      { seed: 7, numRuns: 2_000 },
    );
  });

  it("a late copy of the change that won is told so again and changes nothing", () => {
    const ask = (state = restoreWitness(emptyWitness("store"), 0)) =>
      witnessStep(
        state,
        {
          kind: "compare-and-set",
          pairRef: "pair",
          side: "a",
          requestId: "r",
          term: 0,
          changes: [
            { changeId: "a/1/1", vmRef: "vm", expectEpoch: 0, next: { owner: "a", inSync: ["a"] }, fenced: false },
          ],
        },
        0,
        lease,
      );
    const first = ask();
    const again = ask(first.state);
    expect(again.persist).toBe(false);
    expect(again.state.durable).toBe(first.state.durable);
    expect(again.reply).toEqual(first.reply);
  });
});

describe("S5 at a host", () => {
  /** B as it stands after it took the machine over, and what the witness had said of the epoch before. */
  function takenOver() {
    const pair = new Story("high-availability").strike({
      kind: "host-off",
      side: "a",
      forget: false,
      backAfterMs: null,
    });
    const old = { ...pair.register };
    pair.until(() => pair.runsOn.includes("b"), 20_000);
    const reply = (storeId: string, epoch: number): WitnessReply => ({
      kind: "renewed",
      pairRef: "pair",
      requestId: "late",
      term: 0,
      storeId,
      leaseMs: 4_000,
      registers: [{ vmRef: "vm-0", register: { ...old, epoch }, previousOwner: null }],
      partnerSeenMsAgo: null,
    });
    return { pair, old, reply };
  }

  it("a register of an old epoch moves nothing, whoever brings it", () => {
    const { pair, old, reply } = takenOver();
    const known = pair.durable("b")?.register;
    tell(pair.world, "b", { kind: "witness-replied", witnessRef: "witness", reply: reply("store", old.epoch) }, LAW);
    expect(pair.durable("b")?.register).toEqual(known);
    expect(pair.runsOn).toEqual(["b"]);
  });

  it("a newer register ends what runs here, and that of another store than ours does not", () => {
    const { pair, old, reply } = takenOver();
    tell(
      pair.world,
      "b",
      { kind: "witness-replied", witnessRef: "witness", reply: reply("stranger", old.epoch + 5) },
      LAW,
    );
    expect(pair.runsOn).toEqual(["b"]);
    tell(
      pair.world,
      "b",
      { kind: "witness-replied", witnessRef: "witness", reply: reply("store", old.epoch + 5) },
      LAW,
    );
    expect(pair.runsOn).toEqual([]);
    expect(pair.told("token-lost", "b")).toBe(true);
  });
});
