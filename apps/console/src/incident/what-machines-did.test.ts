import { describe, expect, it } from "vitest";
import { whatMachinesDid } from "./what-machines-did";

const acted = (sequence: number, name: string, rule: string) =>
  ({ sequence, phase: "acted", rule, actorName: "lit-b", subject: { kind: "vm", id: name, name } }) as const;

describe("what the machines of an incident did", () => {
  it("is told in one sentence a fate, with what it cost", () => {
    expect(
      whatMachinesDid([
        acted(5, "mail", "take-over-restart"),
        acted(4, "badge", "take-over-restart"),
        acted(3, "directory", "take-over-live"),
        acted(2, "files", "go-solo"),
      ]),
    ).toEqual([
      "files ran on where it was, on lit-b.",
      "directory went on from memory on lit-b: nothing of it is lost.",
      "badge and mail were started again on lit-b from the mirrored disk: no acknowledged write is lost, what was in memory is.",
    ]);
  });

  it("is what cost most where there was more than one thing", () => {
    expect(whatMachinesDid([acted(1, "mail", "take-over-restart"), acted(2, "mail", "go-solo")])).toEqual([
      "mail was started again on lit-b from the mirrored disk: no acknowledged write is lost, what was in memory is.",
    ]);
    expect(whatMachinesDid([acted(1, "mail", "override")])[0]).toContain("as a person ordered");
  });

  it("is nothing where nothing was done with a machine", () => {
    expect(
      whatMachinesDid([
        { ...acted(1, "mail", "go-solo"), phase: "decided" },
        { ...acted(2, "mail", "go-solo"), subject: { kind: "host", id: "b", name: "lit-b" } },
        acted(3, "mail", "self-fence"),
        { ...acted(4, "mail", "go-solo"), subject: null },
      ]),
    ).toEqual([]);
  });
});
