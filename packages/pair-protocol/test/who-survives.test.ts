import { describe, expect, it } from "vitest";
import { cutCables, cutLinks, cutWitnessFrom, LEVELS, type Level, powerOff, reboot, Story, witnessOff } from "./story";
import { WORLD_TIMING as times } from "./world";

/** Suspicion of a partner whose heartbeats come at the fault tolerant or at the plain pace, and a little for the network. */
const ASKS_WITHIN_MS = 600;
const BOOT_MS = 400;
const LEASE_OVER_MS = times.leaseMs + times.leaseMarginMs;

/** The longest that a takeover may take: the owner is given up, its lease and its promise are over. */
const TAKES_OVER_WITHIN_MS = times.haDeadMs + times.standbyDelayMs + LEASE_OVER_MS + BOOT_MS;
const GOES_LIVE_WITHIN_MS = times.ftSuspectMs + times.ftStandbyDelayMs + ASKS_WITHIN_MS;

const LONG_MS = 30_000;

/** Each row of "Who survives" of the domain contract, in its order and by its words. A is active, B has the second copy. */
describe.each(LEVELS)("who survives at %s", (level: Level) => {
  const live = level === "fault-tolerance";
  const story = () => new Story(level);
  const takesOverWithinMs = live ? GOES_LIVE_WITHIN_MS : TAKES_OVER_WITHIN_MS;

  it("both alive, A–B up, the witness seen by both: normal", () => {
    const pair = story();
    const before = pair.register;
    pair.pass(LONG_MS);
    expect(pair.protected).toBe(true);
    expect(pair.register).toEqual(before);
    expect(pair.told("self-fence")).toBe(false);
  });

  it.each(["a", "b"] as const)("both alive, A–B up, the witness not seen by %s: nothing; an alarm", (side) => {
    const pair = story().strike(cutWitnessFrom(side));
    const before = pair.register;
    pair.pass(LONG_MS);
    expect(pair.protected).toBe(true);
    expect(pair.register).toEqual(before);
    expect(pair.told("witness-lost", side)).toBe(true);
  });

  it("both alive, A–B up, the witness seen by nobody: after a while both durably designate A; it runs", () => {
    const pair = story().strike(witnessOff);
    const { epoch } = pair.register;
    pair.pass(times.designateAfterMs - 2_000);
    expect(pair.durable("a")?.designatedEpoch).toBeNull();
    pair.pass(4_000);
    expect(pair.durable("b")?.yieldedEpoch).toBe(epoch);
    expect(pair.durable("a")?.designatedEpoch).toBe(epoch);
    pair.pass(LONG_MS);
    expect(pair.protected).toBe(true);
    expect(pair.durable("a")?.alone).toBe(false);
  });

  it("both alive, A–B down, the witness seen by both: both hold, A wins the race and goes on alone, B's copy is outdated", () => {
    const pair = story().strike(cutLinks);
    const { epoch } = pair.register;
    const before = pair.acknowledged;
    const tookMs = pair.until(() => pair.register.epoch > epoch, takesOverWithinMs);
    expect(tookMs).toBeDefined();
    expect(pair.acknowledged, "acknowledged before the token was won").toBe(before);
    expect(pair.register).toEqual({ epoch: epoch + 1, owner: "a", inSync: ["a"] });
    pair.pass(LONG_MS);
    expect(pair.runsOn).toEqual(["a"]);
    expect(pair.hasProcess("b")).toBe(false);
    expect(pair.acknowledged).toBeGreaterThan(before);
    expect(pair.register.inSync).not.toContain("b");
  });

  it("both alive, the availability links down, the management network up: A goes on, and no copy is begun before they are up", () => {
    const pair = story().strike(...cutCables);
    expect(pair.until(() => pair.register.inSync.length === 1, takesOverWithinMs)).toBeDefined();
    pair.pass(times.haHeartbeatMs * 3 + 1_000);
    expect(pair.runsOn).toEqual(["a"]);
    const begun = pair.times("resync");
    pair.pass(LONG_MS);
    expect(pair.times("resync")).toBe(begun);
    pair.mend();
    expect(pair.until(() => pair.protected, LONG_MS)).toBeDefined();
    expect(pair.register.owner).toBe("a");
  });

  it("both alive, A–B down, the witness seen by A: A goes on, B freezes", () => {
    const pair = story().strike(cutLinks, cutWitnessFrom("b")).pass(LONG_MS);
    expect(pair.register).toMatchObject({ owner: "a", inSync: ["a"] });
    expect(pair.runsOn).toEqual(["a"]);
    expect(pair.hasProcess("b")).toBe(false);
  });

  it("both alive, A–B down, the witness seen by B: A holds and is fenced, B takes over", () => {
    const pair = story().strike(cutLinks, cutWitnessFrom("a"));
    const before = pair.acknowledged;
    const tookMs = pair.until(() => pair.runsOn.includes("b"), TAKES_OVER_WITHIN_MS);
    expect(tookMs).toBeLessThanOrEqual(takesOverWithinMs);
    expect(pair.acknowledged, "acknowledged before B had the machine").toBe(before);
    expect(pair.register).toMatchObject({ owner: "b", inSync: ["b"] });
    if (live) {
      // What was in lockstep is frozen, not ended: its memory would be the only one if B were gone.
      expect(pair.told("take-over-live", "b")).toBe(true);
      expect(pair.runsOn).toEqual(["b"]);
    } else {
      expect(pair.told("self-fence", "a")).toBe(true);
      expect(pair.hasProcess("a")).toBe(false);
      // Lease and margin, counted from the last renewal before the cut.
      expect(tookMs).toBeGreaterThan(times.leaseMs - times.leaseRenewMs);
    }
    // As soon as A hears who owns it, nothing of it is left there, and the copy is brought back.
    pair.mend();
    expect(pair.until(() => pair.protected, LONG_MS)).toBeDefined();
    expect(pair.runsOn).toEqual(live ? [] : ["b"]);
  });

  it("both alive, A–B down, the witness seen by nobody: all freeze; a person is called", () => {
    const pair = story().strike(cutLinks, witnessOff);
    const before = pair.register;
    expect(pair.acknowledgesNothingFor(LONG_MS)).toBe(true);
    expect(pair.runsOn).toEqual([]);
    expect(pair.register).toEqual(before);
    expect(pair.told("hold-without-token")).toBe(true);
    // At Fault Tolerance the memory is kept, at High Availability the lease ends the instance.
    expect(pair.hasProcess("a")).toBe(live);
  });

  it("both alive, A–B down, the witness seen by nobody, A designated before: A goes on, B freezes", () => {
    const pair = story()
      .strike(witnessOff)
      .pass(times.designateAfterMs + 3_000);
    const before = pair.acknowledged;
    pair.strike(cutLinks).pass(LONG_MS);
    expect(pair.runsOn).toEqual(["a"]);
    expect(pair.durable("a")?.alone).toBe(true);
    expect(pair.hasProcess("b")).toBe(false);
    expect(pair.acknowledged).toBeGreaterThan(before);
    // The witness comes back: one epoch that says what happened.
    pair.mend();
    expect(pair.until(() => pair.protected, LONG_MS)).toBeDefined();
    expect(pair.register.owner).toBe("a");
    expect(pair.durable("a")?.alone).toBe(false);
  });

  it("A alive, B dead, the witness seen: A takes the token and goes on", () => {
    const pair = story().strike(powerOff("b"));
    const before = pair.acknowledged;
    const tookMs = pair.until(() => pair.acknowledged > before, LONG_MS);
    expect(tookMs).toBeLessThanOrEqual((live ? times.ftSuspectMs : 3 * times.haHeartbeatMs) + 1_500);
    expect(pair.register).toMatchObject({ owner: "a", inSync: ["a"] });
    expect(pair.runsOn).toEqual(["a"]);
  });

  it("A dead, B alive, the witness seen: B takes the token and runs it", () => {
    const pair = story().strike(powerOff("a"));
    const { epoch } = pair.register;
    const tookMs = pair.until(() => pair.runsOn.includes("b"), TAKES_OVER_WITHIN_MS);
    expect(tookMs).toBeLessThanOrEqual(takesOverWithinMs);
    expect(pair.register).toEqual({ epoch: epoch + 1, owner: "b", inSync: ["b"] });
    expect(pair.told(live ? "take-over-live" : "take-over-restart", "b")).toBe(true);
    // Not one acknowledged write is missing: S3 was checked when it started.
  });

  it("A dead, B alive with an outdated copy: B does not start it", () => {
    const pair = story().strike(cutLinks);
    pair.until(() => pair.register.inSync.length === 1, LONG_MS);
    pair.pass(1_000).strike(powerOff("a")).pass(LONG_MS);
    expect(pair.runsOn).toEqual([]);
    expect(pair.register).toMatchObject({ owner: "a", inSync: ["a"] });
  });

  it.each(["a", "b"] as const)("%s alive, the other dead, the witness not seen: frozen", (side) => {
    const pair = story().strike(powerOff(side === "a" ? "b" : "a"), witnessOff);
    const before = pair.register;
    expect(pair.acknowledgesNothingFor(LONG_MS)).toBe(true);
    expect(pair.register).toEqual(before);
    expect(pair.told("hold-without-token", side)).toBe(true);
  });

  it("A alive and designated, B dead, the witness not seen: A goes on", () => {
    const pair = story()
      .strike(witnessOff)
      .pass(times.designateAfterMs + 3_000);
    const before = pair.acknowledged;
    pair.strike(powerOff("b")).pass(LONG_MS);
    expect(pair.runsOn).toEqual(["a"]);
    expect(pair.acknowledged).toBeGreaterThan(before);
  });

  it("A alive, B confirmed off, the witness not seen: A goes on if B cannot have taken it before", () => {
    const pair = story().strike(witnessOff, { kind: "fence", side: "b" });
    const before = pair.acknowledged;
    pair.pass(LONG_MS);
    if (live) {
      // A standby in lockstep waits for no lease, so it may have gone live before it went off.
      expect(pair.runsOn).toEqual([]);
      expect(pair.acknowledged).toBe(before);
      return;
    }
    expect(pair.runsOn).toEqual(["a"]);
    expect(pair.acknowledged).toBeGreaterThan(before);
  });

  it("both dead: nothing is done", () => {
    const pair = story().strike(powerOff("a"), powerOff("b"));
    const before = pair.register;
    pair.pass(LONG_MS);
    expect(pair.runsOn).toEqual([]);
    expect(pair.register).toEqual(before);
  });

  it("both reboot, A–B up, the witness seen: equal generations, so the last holder starts it", () => {
    const pair = story().strike(reboot("a", 800), reboot("b", 300));
    expect(pair.until(() => pair.protected, LONG_MS)).toBeDefined();
    expect(pair.register.owner).toBe("a");
  });

  it("both reboot, A–B up, the witness seen: the newer generation is the source", () => {
    const pair = story().strike(powerOff("a"));
    pair.until(() => pair.runsOn.includes("b"), TAKES_OVER_WITHIN_MS);
    pair.pass(1_000).strike(powerOff("b"));
    pair.strike({ kind: "host-on", side: "a" }).pass(1_000).strike({ kind: "host-on", side: "b" });
    expect(pair.until(() => pair.protected, LONG_MS)).toBeDefined();
    expect(pair.register.owner).toBe("b");
  });

  it("both reboot, A–B up, the witness not seen: they agree on the last holder, and it starts", () => {
    const pair = story().strike(witnessOff, reboot("a", 800), reboot("b", 300));
    const { epoch } = pair.register;
    expect(pair.until(() => pair.runsOn.includes("a"), times.designateAfterMs + LONG_MS)).toBeDefined();
    expect(pair.register.epoch).toBe(epoch);
    expect(pair.durable("b")?.yieldedEpoch).toBe(epoch);
  });

  it("A reboots, A–B down, the witness seen: it starts as the last holder with an UpToDate copy", () => {
    const pair = story().strike(cutLinks, reboot("a", 500));
    expect(pair.until(() => pair.runsOn.length > 0, LONG_MS)).toBeDefined();
    // At Fault Tolerance B has gone live long before A is up again.
    expect(pair.runsOn).toEqual(["a"]);
    expect(pair.register).toMatchObject({ owner: "a", inSync: ["a"] });
  });

  it("B reboots, A–B down, the witness seen: it starts nothing, it was not the last holder", () => {
    const pair = story().strike(cutLinks, reboot("b", 500)).pass(LONG_MS);
    expect(pair.runsOn).toEqual(["a"]);
    expect(pair.hasProcess("b")).toBe(false);
  });

  it("A reboots, A–B down, the witness seen, B has taken over meanwhile: A starts nothing", () => {
    const pair = story().strike(cutLinks, powerOff("a"));
    pair.until(() => pair.runsOn.includes("b"), TAKES_OVER_WITHIN_MS);
    pair.strike({ kind: "host-on", side: "a" }).pass(LONG_MS);
    expect(pair.runsOn).toEqual(["b"]);
    expect(pair.hasProcess("a")).toBe(false);
  });

  it("A reboots, A–B down, the witness not seen: blocked; a person may override, naming the loss", () => {
    const pair = story().strike(cutLinks, witnessOff, powerOff("b"), reboot("a", 500)).pass(LONG_MS);
    expect(pair.runsOn).toEqual([]);
    pair.override("a", " ");
    pair.pass(2_000);
    expect(pair.runsOn).toEqual([]);
    pair.override("a", "what was written on host-b alone");
    pair.pass(2_000);
    expect(pair.runsOn).toEqual(["a"]);
    expect(pair.told("override", "a")).toBe(true);
  });

  it("A is frozen, A–B down, the witness not seen: a person may let it go on, naming the loss", () => {
    const pair = story().strike(powerOff("b"), witnessOff).pass(LONG_MS);
    const before = pair.acknowledged;
    pair.override("a", "nothing, host-b is off");
    pair.pass(4_000);
    expect(pair.runsOn).toEqual(["a"]);
    expect(pair.acknowledged).toBeGreaterThan(before);
  });
});
