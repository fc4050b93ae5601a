import { describe, expect, it } from "vitest";
import { hasTwoCopiesWords } from "./verdict";

type Machine = Parameters<typeof hasTwoCopiesWords>[0]["machines"][number];
const machine = (legs: string, declaredStop = "high-availability", resyncRatio: number | null = null): Machine =>
  ({
    declaredStop,
    resyncRatio,
    legs: { a: "UpToDate", b: legs },
  }) as unknown as Machine;
const words = (...machines: Machine[]) => hasTwoCopiesWords({ machines });
const two = machine("UpToDate");
const one = machine("Inconsistent", "high-availability", 0.4);
const plain = machine("Diskless", "unprotected");

describe("how many machines have two copies", () => {
  it("counts both", () => expect(words(two, two, one)).toBe("2 of 3 machines have two copies, 1 has one."));
  it("says all", () => {
    expect(words(two, two)).toBe("All 2 machines have two copies.");
    expect(words(one, one)).toBe("All 2 machines have one copy.");
    expect(words(one)).toBe("Its machine has one copy.");
  });
  it("does not count against a pair what was never asked to have two", () => {
    expect(words(two, two, plain)).toBe("All 2 mirrored machines have two copies.");
    expect(words(plain)).toBe("None of its machines asks for two copies.");
    expect(words()).toBe("No machine is on it.");
  });
});
