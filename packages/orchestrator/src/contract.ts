import { afterAll, beforeAll, describe, it } from "vitest";
import type { CaseOf } from "./contract/case";
import { createCases } from "./contract/definition-case";
import type { ContractHarness } from "./contract/harness";
import { lossCases } from "./contract/loss-case";
import { maintenanceCases } from "./contract/maintenance-case";
import { observationCases, resumeCases } from "./contract/observation-case";
import { fallingCases, risingCases } from "./contract/transition-case";
import { type ContractWorld, closeWorld, openWorld } from "./contract/world";

export type { ContractHarness, ContractLimits, FaultSubject } from "./contract/harness";

/** In this order: one machine is taken through its whole life, so that real backends boot it as seldom as can be. */
const CASES: readonly CaseOf[] = [
  ...observationCases,
  ...createCases,
  ...risingCases,
  ...maintenanceCases,
  ...lossCases,
  ...resumeCases,
  ...fallingCases,
];

/**
 * What every adapter promises. `unsupported` names cases that this adapter leaves out, each with its reason in words;
 * they are counted and printed, as are those its own capabilities rule out. An unknown name there is an error.
 * @param timeoutMs of one case, in wall-clock milliseconds
 */
export function describeOrchestratorContract(
  name: string,
  makeHarness: () => Promise<ContractHarness>,
  { unsupported = {}, timeoutMs = 30_000 }: { unsupported?: Readonly<Record<string, string>>; timeoutMs?: number } = {},
): void {
  for (const [id, reason] of Object.entries(unsupported)) {
    if (!CASES.some((one) => one.id === id)) throw new Error(`the contract has no case "${id}"`);
    if (!/^\S.+\.$/.test(reason)) throw new Error(`"${id}" is left out without a sentence that says why`);
  }
  describe(`${name}: orchestrator contract`, () => {
    let world: ContractWorld;
    const leftOut: string[] = [];
    let passed = 0;
    beforeAll(async () => {
      world = await openWorld(await makeHarness());
    }, timeoutMs);
    afterAll(async () => {
      if (world) await closeWorld(world);
      console.info(
        `${name}: ${passed} of ${CASES.length} cases of the orchestrator contract hold, ${leftOut.length} left out`,
      );
      for (const line of leftOut) console.info(`  left out: ${line}`);
    }, timeoutMs);

    for (const one of CASES) {
      it(`${one.id}: ${one.title}`, { timeout: timeoutMs }, async ({ skip }) => {
        const lacking = one.needs && world.capabilities[one.needs];
        const reason = unsupported[one.id] ?? (lacking && !lacking.supported ? lacking.reason : undefined);
        if (reason !== undefined) {
          leftOut.push(`${one.id}: ${reason}`);
          skip(reason);
        }
        await one.run(world);
        passed += 1;
      });
    }
  });
}
