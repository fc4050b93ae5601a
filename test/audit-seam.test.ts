import { expect, it } from "vitest";
import { files, isSource, isTest, read, withoutComments } from "./source-tree";

/** What the control plane does by itself. What a person does is written by `perform` of audit/deed.ts, with its entry. */
const BY_ITSELF = [
  "packages/control-plane/src/alarm/shelf.ts",
  "packages/control-plane/src/audit/deed.ts",
  "packages/control-plane/src/consent/decide.ts",
  "packages/control-plane/src/failback/advance.ts",
  "packages/control-plane/src/heed/deliver.ts",
  "packages/control-plane/src/policy/preset.ts",
  "packages/control-plane/src/rollout/advance.ts",
  "packages/control-plane/src/task/submit.ts",
  "packages/control-plane/src/watch/reachability.ts",
  "packages/control-plane/src/watch/take-batch.ts",
  "packages/control-plane/src/work-plan/advance.ts",
];
/** Signs of life of hosts and of sessions, what strangers begin, what an earlier version kept unsealed, readings of the load, a past that is played, and the one that `writeFacts` itself opens. */
const OWN_TRANSACTION = [
  "packages/control-plane/src/ledger.ts",
  "packages/control-plane/src/load/keep.ts",
  "packages/control-plane/src/past.ts",
  "packages/control-plane/src/person/last-used.ts",
  "packages/control-plane/src/person/seal-old.ts",
  "packages/control-plane/src/person/step.ts",
  "packages/control-plane/src/watch/reachability.ts",
  "packages/control-plane/src/watch/take-batch.ts",
];

const code = files.filter(
  (path) => /^(?:packages\/(?:control-plane|api)|apps\/console)\/src\//.test(path) && isSource(path) && !isTest(path),
);
const calling = (pattern: RegExp) => code.filter((path) => pattern.test(withoutComments(read(path)))).toSorted();

it("lets nothing be written past the audit log but what nobody asked for: a verb calls perform of audit/deed.ts", () => {
  expect(calling(/\bwriteFacts\(/)).toEqual(BY_ITSELF);
  expect(calling(/\.transaction\(/)).toEqual(OWN_TRANSACTION);
});
