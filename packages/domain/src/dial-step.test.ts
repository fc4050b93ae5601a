import { describe, expect, it } from "vitest";
import { DIAL_DOWN, DIAL_UP, dialSteps, wayBack } from "./dial-step";
import {
  FAULT_TOLERANCE,
  HIGH_AVAILABILITY,
  type Protection,
  REMOTE_AVAILABILITY,
  UNPROTECTED,
  withRecovery,
} from "./level";

const names = (from: Protection, to: Protection, hasRoomForThirdCopy = true) =>
  dialSteps(from, to, hasRoomForThirdCopy).map(({ name }) => name);

describe("the steps of the dial", () => {
  it("go up as the contract says", () => {
    expect(names(UNPROTECTED, HIGH_AVAILABILITY)).toEqual(["reserve", "create-leg", "full-sync", "verify", "arm"]);
    expect(names(HIGH_AVAILABILITY, FAULT_TOLERANCE)).toEqual([
      ...["match-cpu", "reserve-memory", "copy-memory", "short-pause", "hold-output", "clean-checkpoints"],
    ]);
    expect(names(HIGH_AVAILABILITY, REMOTE_AVAILABILITY)).toEqual([
      ...["create-third-leg", "sync-third-leg", "switch-leg", "drop-old-leg"],
    ]);
    expect(names(UNPROTECTED, withRecovery(UNPROTECTED))).toEqual([
      "seed",
      "journal",
      "first-checkpoint",
      "first-drill",
    ]);
  });

  it("mirror the disk before the memory, and change nothing where nothing is to change", () => {
    expect(dialSteps(UNPROTECTED, FAULT_TOLERANCE, true)).toEqual([
      ...DIAL_UP["high-availability"],
      ...DIAL_UP["fault-tolerance"],
    ]);
    expect(dialSteps(UNPROTECTED, REMOTE_AVAILABILITY, true)).toEqual(DIAL_UP["high-availability"]);
    expect(names(FAULT_TOLERANCE, { ...FAULT_TOLERANCE })).toEqual([]);
  });

  it("drop no copy without asking where there is no room for a third", () => {
    expect(names(HIGH_AVAILABILITY, REMOTE_AVAILABILITY, false)).toEqual(["show-exposure", "ask-person"]);
  });

  it("go down from lockstep with output drained first and the reserve released last", () => {
    expect(dialSteps(FAULT_TOLERANCE, HIGH_AVAILABILITY, true)).toEqual(DIAL_DOWN);
    expect(names(HIGH_AVAILABILITY, UNPROTECTED)).toEqual(["admit", "change", "release-reserve"]);
    expect(names(withRecovery(HIGH_AVAILABILITY), HIGH_AVAILABILITY)).toEqual(["admit", "change", "release-reserve"]);
  });

  it("gain before they give up", () => {
    const changed = names(FAULT_TOLERANCE, withRecovery(HIGH_AVAILABILITY));
    expect(changed.indexOf("first-drill")).toBeLessThan(changed.indexOf("admit"));
  });

  it("are taken back in turn when one fails, the reserve last", () => {
    const steps = dialSteps(UNPROTECTED, FAULT_TOLERANCE, true);
    const failedAt = (name: string) =>
      wayBack(
        steps,
        steps.findIndex((step) => step.name === name),
      );
    expect(failedAt("full-sync")).toEqual(["remove the partner's copy", "release the reserve"]);
    expect(failedAt("hold-output")).toEqual([
      ...["release held output", "let the machine run on", "drop the copied memory", "release that memory"],
      ...["disarm the restart on the partner", "remove the partner's copy", "release the reserve"],
    ]);
    expect(failedAt("reserve")).toEqual(["release the reserve"]);
  });
});
