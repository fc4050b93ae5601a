import { expect, it } from "vitest";
import { awayWords, fitsWords, stoppedWords } from "./room-words";

const AWAY = {
  cores: 34,
  coresPresent: 48,
  memoryMiB: 136 * 1024,
  memoryPresentMiB: 256 * 1024,
  onOneCopy: 8,
  stopped: 0,
};
const MEMORY = {
  name: "memory",
  verdict: "block",
  sentence: "Memory: lit-a alone would need 320 GiB and has 256 GiB.",
  remedy: null,
} as const;
const away = { a: AWAY, b: AWAY };

it("says what fits, and what refuses the next one with its number", () => {
  const three = { fits: 3, stoppedBy: MEMORY, warnings: [], away };
  expect(fitsWords(three)).toBe("Room for 3 more.");
  expect(stoppedWords(three)).toBe(
    "One more would be refused. Memory: lit-a alone would need 320 GiB and has 256 GiB.",
  );
  expect(fitsWords({ ...three, fits: 0 })).toBe("No room for one.");
  expect(stoppedWords({ ...three, fits: 0 })).toMatch(/^It would be refused\./);
  expect(fitsWords({ ...three, fits: 50, stoppedBy: null })).toBe("Room for 50 more, and counted no further.");
});

it("says what a week without a host means, in what the other carries and in hours on one copy", () => {
  expect(awayWords(AWAY, "lit-b", 7)).toBe(
    "lit-b would run 34 vCPU on 48 cores (71 %) and 136 GiB of 256 GiB (53 %). 8 machines would run on one copy: 1,344 machine hours, in which the loss of lit-b would stop them.",
  );
  expect(awayWords({ ...AWAY, onOneCopy: 0, stopped: 1 }, "lit-b", 1)).toMatch(
    / No machine would lose a copy\. 1 machine without a second copy would stop for that time\.$/,
  );
});
