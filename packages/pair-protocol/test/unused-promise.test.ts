import { expect, it } from "vitest";
import { cutLinks, cutWitnessFrom, powerOff, Story } from "./story";
import { localMs } from "./world";

/** B is about to promise not to take over; A sees the witness again that long before. */
function promisedTooLate(aheadMs: number): Story {
  const pair = new Story("high-availability");
  const { designateAfterMs } = pair.timing;
  pair
    .strike(cutWitnessFrom("a"))
    .pass(700)
    .strike(cutWitnessFrom("b"))
    .pass(designateAfterMs / 2);
  const { b } = pair.world.hosts;
  const goneMs = () => localMs(b.clock, pair.world.nowMs) - (b.state?.witness.silentSinceMs ?? 0);
  pair.until(() => goneMs() >= designateAfterMs - aheadMs, 60_000);
  const { witness } = pair.world.witnesses;
  if (witness) Object.assign(witness.paths.a, { up: true, down: true });
  pair.until(() => pair.durable("b")?.yieldedEpoch === pair.register.epoch, aheadMs + 500);
  return pair;
}

it("a promise not to take over that was never made use of ends when the witness is back", () => {
  let met = 0;
  for (let aheadMs = 0; aheadMs <= 1_200; aheadMs += 100) {
    const pair = promisedTooLate(aheadMs);
    const { epoch } = pair.register;
    const [a, b] = [pair.durable("a"), pair.durable("b")];
    if (b?.yieldedEpoch !== epoch || a?.designatedEpoch === epoch) continue;
    if (pair.world.hosts.a.state?.witness.lost !== false) continue;
    met += 1;
    pair.mend();
    expect(
      pair.until(() => pair.register.epoch > epoch, 10_000),
      `${aheadMs}: nobody is bound any more`,
    ).toBeDefined();
    pair.pass(5_000);
    expect(pair.protected).toBe(true);
    pair.strike(powerOff("a"));
    expect(
      pair.until(() => pair.runsOn.includes("b"), 60_000),
      `${aheadMs}: B takes over`,
    ).toBeDefined();
  }
  expect(met, "times that it came to that").toBeGreaterThan(0);
});

it("a host that has lost its memory is not designated again: it may have gone on alone by that promise", () => {
  const pair = new Story("high-availability").strike(cutWitnessFrom("a"), cutWitnessFrom("b"));
  const { epoch } = pair.register;
  expect(pair.until(() => pair.durable("a")?.designatedEpoch === epoch, 20_000)).toBeDefined();
  pair.strike(cutLinks).pass(5_000);
  expect(pair.durable("a")?.alone, "what it writes is on its copy only").toBe(true);
  pair.strike({ kind: "agent-off", side: "a", forget: true, backAfterMs: 900 }, { kind: "mend", path: "all" });
  pair.pass(20_000);
  expect(pair.durable("a")).toMatchObject({ forgotten: true, designatedEpoch: null });
  pair.mend().pass(20_000);
  expect(pair.register.inSync, "nobody vouches for the copy of B").not.toEqual(["b"]);
});
