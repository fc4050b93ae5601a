import { expect, it } from "vitest";
import { least } from "./shrink";

it("leaves what is needed to fail, and nothing else", async () => {
  const all = Array.from({ length: 40 }, (_, at) => at);
  let plays = 0;
  const kept = await least(all, async (some) => {
    plays += 1;
    return [3, 17, 31].every((one) => some.includes(one));
  });
  expect(kept).toEqual([3, 17, 31]);
  expect(plays).toBeLessThan(100);
});

it("keeps everything where each part is needed", async () => {
  expect(await least([1, 2, 3], async (some) => some.length === 3)).toEqual([1, 2, 3]);
});
