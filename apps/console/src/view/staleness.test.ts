import { describe, expect, it } from "vitest";
import { believe } from "./staleness";

const headline = { state: "Protected", was: "Protected", observedAtMs: 100_000 } as const;

describe("what may be believed", () => {
  it("is the headline while it is fresh", () => {
    expect(believe(headline, undefined, 105_000)).toMatchObject({ state: "Protected", stale: false });
  });
  it("is Unknown beyond the bound, with the last known value kept", () => {
    expect(believe(headline, undefined, 105_001)).toEqual({
      state: "Unknown",
      was: "Protected",
      stale: true,
      observedAtMs: 100_000,
    });
  });
  it("stays fresh while its pair is heard, though nothing about it was sent", () => {
    expect(believe(headline, 140_000, 141_000)).toMatchObject({
      state: "Protected",
      stale: false,
      observedAtMs: 140_000,
    });
  });
  it("never takes an older sign of life for a newer one", () => {
    expect(believe(headline, 90_000, 101_000)).toMatchObject({ stale: false, observedAtMs: 100_000 });
  });
});
