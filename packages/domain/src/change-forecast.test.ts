import { describe, expect, it } from "vitest";
import { forecastChange } from "./change-forecast";
import { FAULT_TOLERANCE, HIGH_AVAILABILITY, UNPROTECTED } from "./level";
import { facts, machine } from "./pair.fixture";

const GIB = 1_024;
const declared = (level: typeof UNPROTECTED) => machine(level, { memoryMiB: 16 * GIB, diskMiB: 80 * GIB });

describe("forecastChange", () => {
  it("says nothing where nothing is done", () => {
    expect(forecastChange(declared(HIGH_AVAILABILITY), facts(), HIGH_AVAILABILITY)).toBeNull();
  });

  it("names each step on the way up with its time, and what it takes on the partner and the links", () => {
    const found = forecastChange(declared(UNPROTECTED), facts(), FAULT_TOLERANCE);
    expect(found?.steps.map(({ phrase }) => phrase)).toEqual([
      "reserve room on the partner",
      "make the partner's copy",
      "copy the disk",
      "verify both copies",
      "arm the restart on the partner",
      "compare the processors",
      "reserve memory on the partner",
      "copy the memory",
      "pause for the last of the memory",
      "hold output until the standby has it",
      "wait for three clean checkpoints",
    ]);
    expect(found?.durationMs).toBe(found?.steps.reduce((sum, step) => sum + step.durationMs, 0));
    const [copy, memory] = ["copy the disk", "copy the memory"].map((name) =>
      found?.steps.find(({ phrase }) => phrase === name),
    );
    // 80 GiB at the rate of a full copy; 16 GiB over what of the links is free.
    expect(copy?.durationMs).toBeGreaterThan(300_000);
    expect(memory?.durationMs).toBeGreaterThan(5_000);
    expect(found?.costs).toEqual([
      "80 GiB of disk on lit-b, and its writes, 22 MB/s now, on the availability links.",
      "16 GiB of memory on lit-b, and 96 MB/s more on the availability links.",
      "One pause of about 0.5 s on the way; from then on each answer waits until lit-b has it.",
    ]);
    expect(found?.exposure).toMatch(/^None: it keeps what it has now/);
  });

  it("says what is given back on the way down, and that it has less from then on", () => {
    const found = forecastChange(declared(FAULT_TOLERANCE), facts(), HIGH_AVAILABILITY);
    expect(found?.steps.map(({ phrase }) => phrase)).toEqual([
      "ask what would be lost",
      "drain held output",
      "stop the standby",
      "change the level",
      "release the reserve",
    ]);
    expect(found?.costs).toEqual(["Gives back 16 GiB of memory on lit-b, and answers wait for it no more."]);
    expect(found?.exposure).toMatch(/^From the change on it has less than now/);
  });

  it("counts the copy at the recovery site", () => {
    const asked = { ...HIGH_AVAILABILITY, recovery: { targetRpoMs: 15_000 } };
    const found = forecastChange(declared(HIGH_AVAILABILITY), facts(), asked);
    expect(found?.steps[0]?.phrase).toBe("copy the disk to the recovery site");
    expect(found?.costs).toEqual([expect.stringMatching(/^80 GiB of disk at .*, and its writes, 22 MB\/s now/)]);
  });
});
