import { HIGH_AVAILABILITY, withRecovery } from "@v-available/domain/level";
import { MACHINE_TEMPLATES } from "@v-available/domain/machine-template";
import { describe, expect, it } from "vitest";
import {
  DRAFT_PARAMS,
  type Draft,
  definitionOfDraft,
  fromTemplate,
  levelOfDraft,
  levelParams,
  wrongWith,
} from "./draft";

const EMPTY = Object.fromEntries(DRAFT_PARAMS.map((param) => [param, ""])) as Draft;
const [small] = MACHINE_TEMPLATES;
if (small === undefined) throw new Error("there is no template");

describe("what is filled in", () => {
  it("begins as its template says, and is sent as it was typed", () => {
    const draft = { ...EMPTY, ...fromTemplate(small), memory: "4096", ip: " 10.20.4.17 ", mac: "52:54:00:AB:00:01" };
    expect(definitionOfDraft(draft)).toEqual({
      vcpus: small.vcpus,
      memoryMiB: 4096,
      diskMiB: small.diskMiB,
      image: null,
      guest: small.guest,
      mac: "52:54:00:ab:00:01",
      ip: "10.20.4.17",
      side: null,
      protection: HIGH_AVAILABILITY,
    });
  });

  it("sends what is no number as it is, for the server to refuse", () => {
    expect(definitionOfDraft({ ...EMPTY, vcpus: "", memory: "much" })).toMatchObject({
      vcpus: Number.NaN,
      memoryMiB: Number.NaN,
    });
  });

  it("keeps the level in the address", () => {
    const level = { stop: "high-availability", twoSites: false, recovery: true } as const;
    expect(levelOfDraft({ ...EMPTY, ...levelParams(level) })).toEqual(level);
    expect(definitionOfDraft({ ...EMPTY, ...levelParams(level) }).protection).toEqual(withRecovery(HIGH_AVAILABILITY));
  });
});

describe("what is wrong under a field", () => {
  const at = {
    pair: { id: "1", name: "lit" },
    hosts: { a: "lit-a", b: "lit-b" },
    side: "a",
    verdict: "block",
    dial: [],
    predictions: [],
    checks: [
      { name: "cpu", verdict: "pass", sentence: "CPU is there.", field: "vcpus", value: 1, limit: null, remedy: null },
      {
        name: "memory",
        verdict: "block",
        sentence: "lit-a has 4 GiB free.",
        field: "memoryMiB",
        value: 8192,
        limit: "at most 4,096 MiB",
        remedy: "Give it less memory.",
      },
    ],
  } as const;

  it("is what admission would refuse, with limit and remedy; what passes or warns is not", () => {
    expect(wrongWith("memoryMiB", [null, null], at)).toBe(
      "lit-a has 4 GiB free. Limit: at most 4,096 MiB. Give it less memory.",
    );
    expect(wrongWith("vcpus", [null, null], at)).toBeUndefined();
  });

  it("is what the last try was refused for, before all else", () => {
    const refusal = { code: "blocked", message: "lit-a has 2 GiB free.", field: "memoryMiB" } as const;
    expect(wrongWith("memoryMiB", [refusal, null], at)).toBe("lit-a has 2 GiB free.");
  });
});
