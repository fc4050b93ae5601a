import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { sharedDatabase } from "../world";
import { runOfSeed } from "./fuzz-run";
import { play } from "./play";

// Broken on purpose: nobody ends a fault whose host has lost its memory of it.
vi.mock("../../src/watch/visibly-over", () => ({ endWhatIsVisiblyOver: () => {} }));

const MOST_RUNS = 40;
let shared: Awaited<ReturnType<typeof sharedDatabase>>;
beforeAll(async () => {
  shared = await sharedDatabase("pglite");
}, 60_000);
afterAll(() => shared.dispose());

it("finds that the watch does not end what is visibly over", { timeout: 300_000 }, async () => {
  for (let at = 1; at <= MOST_RUNS; at++) {
    const { finding } = await play(runOfSeed(`mutant ${at}`), await shared.fresh());
    if (!finding) continue;
    expect(finding).toMatchObject({ rule: "liveness", sentence: expect.stringContaining("stays open") });
    return;
  }
  expect.fail(`not found in ${MOST_RUNS} runs`);
});
