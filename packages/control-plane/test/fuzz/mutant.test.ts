import { afterAll, beforeAll, expect, it } from "vitest";
import { sharedDatabase } from "../world";
import { runOfSeed } from "./fuzz-run";
import { type Finding, type Mutation, play } from "./play";

/** Checks must be able to fail: each of these is broken on purpose, and found within so many runs. */
const MUTANTS: readonly {
  readonly name: string;
  readonly mutation: Mutation;
  readonly found: readonly Finding["rule"][];
}[] = [
  {
    name: "the new owner does not wait for the lease of the old one",
    mutation: { rules: { fencedFromMs: () => Number.NEGATIVE_INFINITY } },
    found: ["S1", "S6"],
  },
  {
    name: "the owner copies over a partner that may still be promoted",
    mutation: { rules: { mayOverwrite: (_draft, vm) => vm.mirror !== "resyncing" } },
    found: ["S1", "S2", "S3"],
  },
];
const MOST_RUNS = 40;

let shared: Awaited<ReturnType<typeof sharedDatabase>>;
beforeAll(async () => {
  shared = await sharedDatabase("pglite");
}, 60_000);
afterAll(() => shared.dispose());

it.each(MUTANTS)("finds that $name", { timeout: 300_000 }, async ({ mutation, found }) => {
  for (let at = 1; at <= MOST_RUNS; at++) {
    const { finding } = await play(runOfSeed(`mutant ${at}`), await shared.fresh(), mutation);
    if (!finding) continue;
    expect(found, `run ${at}: ${finding.sentence}`).toContain(finding.rule);
    return;
  }
  expect.fail(`not found in ${MOST_RUNS} runs`);
});
