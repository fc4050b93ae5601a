import { describe, expect, it } from "vitest";
import { knownDurationMs, overWords } from "./incident";

describe("how long an incident took", () => {
  it("is told where its beginning was seen", () => {
    expect(knownDurationMs({ openedAtMs: 1_000, restoredAtMs: 49_000 })).toBe(48_000);
    expect(overWords({ openedAtMs: 1_000, restoredAtMs: 49_000 })).toBe("over in 48 s");
  });

  it("is not known where a host wrote of it once it was over", () => {
    expect(knownDurationMs({ openedAtMs: 1_000, restoredAtMs: 1_003 })).toBeNull();
    expect(overWords({ openedAtMs: 1_000, restoredAtMs: 1_000 })).toBe("over when it was found");
  });
});
