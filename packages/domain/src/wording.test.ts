import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOfWords, bytesWords, mebibytesWords, rateWords } from "./size-words";
import {
  ageWords,
  clockWords,
  countWords,
  durationWords,
  inAboutWords,
  lagWords,
  listWords,
  momentWords,
  numberWords,
  otherDayWords,
  percentWords,
} from "./wording";

const GIB = 1024 ** 3;

describe("durations", () => {
  it.each([
    [0, "0 s"],
    [350, "0.35 s"],
    [480, "0.48 s"],
    [1_500, "1.5 s"],
    [9_960, "10 s"],
    [65_000, "65 s"],
    [119_600, "2 min"],
    [474_000, "8 min"],
    [3_600_000, "1 h"],
    [4_800_000, "1 h 20 min"],
    [55_320_000, "15 h"],
    [61 * 86_400_000, "61 days"],
  ])("%i ms is %s", (ms, words) => expect(durationWords(ms)).toBe(words));

  it("never goes back to a smaller unit as time grows", () => {
    const units = ["s", "min", "h", "days"];
    const unit = (ms: number) => units.indexOf(/(s|h|days|min)\b/.exec(durationWords(ms))?.[1] ?? "");
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(1e9), (one, more) => {
        expect(unit(one + more)).toBeGreaterThanOrEqual(unit(one));
      }),
    );
  });

  it("gives ages and expectations", () => {
    expect(ageWords(1_000, 42_000)).toBe("41 s ago");
    expect(ageWords(1_000, 1_041)).toBe("41 ms ago");
    expect(ageWords(2_000, 1_000)).toBe("0 ms ago");
    expect(inAboutWords(474_000, 0)).toBe("in about 8 min");
    expect(inAboutWords(0, 5_000)).toBe("any moment");
    expect([lagWords(0.214), lagWords(38.4), lagWords(1_240)]).toEqual(["0.21 ms", "38 ms", "1.2 s"]);
  });
});

describe("sizes", () => {
  it("uses one unit, once", () => {
    expect(bytesWords(120 * GIB)).toBe("120 GiB");
    expect(bytesWords(1.5 * 1024 * GIB)).toBe("1.5 TiB");
    expect(bytesWords(0)).toBe("0 B");
    expect(mebibytesWords(96)).toBe("96 MiB");
    expect(bytesOfWords(78 * GIB, 184 * GIB)).toBe("78 of 184 GiB");
    expect(bytesOfWords(0, 184 * GIB)).toBe("0 of 184 GiB");
    expect([rateWords(240e6), rateWords(1.25e9), rateWords(900)]).toEqual(["240 MB/s", "1.3 GB/s", "900 B/s"]);
  });

  it("never says 100 % before the end nor 0 % after the beginning", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (ratio) => {
        expect(percentWords(ratio) === "100 %").toBe(ratio === 1);
        expect(percentWords(ratio) === "0 %").toBe(ratio === 0);
      }),
    );
  });
});

describe("counts and lists", () => {
  it("reads as a person would say it", () => {
    expect([countWords(1, "machine"), countWords(3, "machine"), countWords(0, "copy", "copies")]).toEqual([
      "1 machine",
      "3 machines",
      "0 copies",
    ]);
    expect([numberWords(999), numberWords(1_284), numberWords(1_234_567)]).toEqual(["999", "1,284", "1,234,567"]);
    expect([listWords([]), listWords(["a"]), listWords(["a", "b"]), listWords(["a", "b", "c"])]).toEqual([
      "",
      "a",
      "a and b",
      "a, b and c",
    ]);
  });
});

describe("clock times", () => {
  const at = Date.UTC(2026, 10, 17, 10, 42, 7, 214);
  it("are in the reader's zone", () => {
    expect(clockWords(at, "UTC")).toBe("10:42:07");
    expect(clockWords(at, "UTC", "millisecond")).toBe("10:42:07.214");
    expect(clockWords(at, "Europe/Berlin", "minute")).toBe("11:42");
    expect(clockWords(Date.UTC(2026, 0, 1), "UTC")).toBe("00:00:00");
  });

  it("name the day where it is another", () => {
    expect(momentWords(at, at + 60_000, "UTC")).toBe("10:42:07");
    expect(momentWords(at, at + 86_400_000, "UTC")).toBe("17 Nov 10:42");
    expect(momentWords(at, at + 86_400_000, "UTC", "second")).toBe("17 Nov 10:42:07");
    expect(otherDayWords(at, at + 60_000, "UTC")).toBeNull();
    expect(otherDayWords(at, at + 365 * 86_400_000, "UTC")).toBe("17 Nov");
    expect(momentWords(at, at + 365 * 86_400_000, "UTC")).toBe("17 Nov 10:42");
  });
});
