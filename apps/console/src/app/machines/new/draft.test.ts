import { HIGH_AVAILABILITY, withRecovery } from "@v-available/domain/level";
import { MACHINE_TEMPLATES } from "@v-available/domain/machine-template";
import { describe, expect, it } from "vitest";
import { DRAFT_PARAMS, type Draft, definitionOfDraft, fromTemplate, levelOfDraft, levelParams } from "./draft";

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
