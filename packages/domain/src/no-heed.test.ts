import { expect, it } from "vitest";
import { type Heed, heedSchema } from "./heed";
import { isSameHeed, NO_HEED } from "./no-heed";

it("takes what was written down before there was a word on what fails again and again", () => {
  const { mtbf, ...rest } = NO_HEED;
  const before = rest as Heed;
  expect(heedSchema.parse(before)).toEqual(NO_HEED);
  expect(isSameHeed(before, NO_HEED)).toBe(true);
  expect(isSameHeed(before, { ...NO_HEED, mtbf: { ...mtbf, policy: "never-restart" } })).toBe(false);
  expect(isSameHeed(before, { ...NO_HEED, resyncShareRatio: 0.5 })).toBe(false);
});
