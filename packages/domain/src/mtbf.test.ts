import * as fc from "fast-check";
import { expect, it } from "vitest";
import { DEFAULT_MTBF_RULE, MTBF_POLICIES, MTBF_THRESHOLD_MS, type MtbfRule, mtbfAnswer, strictestRule } from "./mtbf";

const rule: fc.Arbitrary<MtbfRule> = fc.record({
  policy: fc.constantFrom(...MTBF_POLICIES),
  thresholdMs: fc.record({
    ...{ link: fc.integer({ min: 1, max: 9_000 }), agent: fc.integer({ min: 1, max: 9_000 }) },
    ...{ vm: fc.integer({ min: 1, max: 9_000 }), disk: fc.integer({ min: 1, max: 9_000 }) },
    host: fc.integer({ min: 1, max: 9_000 }),
  }),
});

it("takes out of service whatever the rule of any machine would, where they share a host", () => {
  fc.assert(
    fc.property(
      fc.array(rule, { minLength: 1, maxLength: 5 }),
      fc.constantFrom(...(Object.keys(MTBF_THRESHOLD_MS) as (keyof typeof MTBF_THRESHOLD_MS)[])),
      fc.array(fc.nat(20_000), { minLength: 1, maxLength: 6 }),
      (rules, subject, times) => {
        const answers = rules.map((one) => mtbfAnswer(subject, times, { ...one, lastWorking: false }));
        const shared = mtbfAnswer(subject, times, { ...strictestRule(rules), lastWorking: false });
        if (answers.includes("latch")) expect(shared).toBe("latch");
      },
    ),
  );
});

it("is the product's own where no machine has a word on it", () => {
  expect(strictestRule([])).toEqual(DEFAULT_MTBF_RULE);
  expect(strictestRule([{ ...DEFAULT_MTBF_RULE, policy: "always-restart" }, DEFAULT_MTBF_RULE])).toEqual(
    DEFAULT_MTBF_RULE,
  );
});
