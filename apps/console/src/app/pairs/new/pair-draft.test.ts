import { expect, it } from "vitest";
import { missingOf, type PairDraft, questionOf } from "./pair-draft";

const EMPTY: PairDraft = { name: "", a: "", b: "", witness: "", alternate: "", vcpus: "", memory: "", disk: "" };

it("asks about what is filled in, and about nothing that is not", () => {
  expect(questionOf({ ...EMPTY, a: " dul-c ", memory: "2048" })).toEqual({
    name: null,
    hostA: "dul-c",
    hostB: null,
    witness: null,
    alternate: null,
    runsVcpus: 0,
    runsMemoryMiB: 2048,
    runsDiskMiB: 0,
  });
});

it("says what is missing in the order of the page, and nothing once all is there", () => {
  expect(missingOf(questionOf(EMPTY))).toBe("Host A is not chosen yet.");
  expect(missingOf(questionOf({ ...EMPTY, a: "x", b: "y" }))).toBe("The pair needs a name first.");
  expect(missingOf(questionOf({ ...EMPTY, a: "x", b: "y", name: "two", witness: "w" }))).toBeNull();
});

it("leaves what is no number to the server to refuse", () => {
  expect(questionOf({ ...EMPTY, vcpus: "a lot" }).runsVcpus).toBeNaN();
});
