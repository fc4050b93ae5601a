import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, chain, GENESIS_HASH, verifyChain } from "./event";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const events = (count: number) => {
  let previous = GENESIS_HASH;
  return Array.from({ length: count }, (_, index) => {
    const event = chain(
      previous,
      { sequence: index + 1, sentence: `event ${index}`, payload: { b: 1, a: [index, null] } },
      sha256,
    );
    previous = event.hash;
    return event;
  });
};

describe("canonicalJson", () => {
  it("does not depend on the order of keys, and leaves out what is undefined", () => {
    expect(canonicalJson({ b: 1, a: { d: undefined, c: ["x", null] } })).toBe('{"a":{"c":["x",null]},"b":1}');
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
        // JSON itself has no minus zero.
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("refuses what JSON would silently change", () => {
    expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError);
    expect(() => canonicalJson({ a: 1n })).toThrow("a bigint has no place in a record");
    expect(() => canonicalJson(() => 1)).toThrow(TypeError);
  });
});

describe("the chain of events", () => {
  it("verifies what was written, whole or from any point", () => {
    expect(verifyChain(events(20), sha256, GENESIS_HASH)).toEqual({ intact: true, count: 20 });
    const all = events(20);
    expect(verifyChain(all.slice(7), sha256, all[6]?.hash)).toEqual({ intact: true, count: 13 });
    expect(verifyChain([], sha256)).toEqual({ intact: true, count: 0 });
  });

  it("finds any event that was altered, dropped, swapped or inserted", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 18 }), fc.constantFrom("alter", "drop", "swap", "repeat"), (at, how) => {
        const all = events(20);
        const here = all[at];
        const next = all[at + 1];
        if (!here || !next) throw new Error("out of range");
        if (how === "alter") all[at] = { ...here, sentence: "nothing happened" };
        if (how === "drop") all.splice(at, 1);
        if (how === "swap") all.splice(at, 2, next, here);
        if (how === "repeat") all.splice(at, 0, here);
        expect(verifyChain(all, sha256, GENESIS_HASH).intact).toBe(false);
      }),
    );
  });

  it("says where and what", () => {
    const all = events(3);
    expect(verifyChain(all, sha256, "f".repeat(64))).toEqual({ intact: false, sequence: 1, problem: "broken-link" });
    expect(
      verifyChain(
        all.filter((event) => event.sequence !== 2),
        sha256,
      ),
    ).toEqual({ intact: false, sequence: 3, problem: "gap" });
    const rewritten = all.map((event) => (event.sequence === 2 ? { ...event, sentence: "x" } : event));
    expect(verifyChain(rewritten, sha256)).toEqual({ intact: false, sequence: 2, problem: "altered" });
  });
});
