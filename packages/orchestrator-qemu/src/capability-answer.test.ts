import { Refusal } from "@v-available/domain/refusal";
import type { Command } from "@v-available/orchestrator/command";
import { expect, it } from "vitest";
import { QEMU_CAPABILITIES, refuseWhatIsLacking } from "./capability-answer";

const refusalOf = (command: Command) => {
  try {
    refuseWhatIsLacking(command);
  } catch (error) {
    if (error instanceof Refusal) return error.detail;
    throw error;
  }
  return null;
};

it.each([
  ["disaster-recovery", { kind: "vm.recover", vmRef: "vm-1", signedBy: "Ada", loss: "the last seconds" }],
  ["disaster-recovery", { kind: "vm.fail-back", vmRef: "vm-1", signedBy: "Ada" }],
  ["recovery-drill", { kind: "vm.drill", vmRef: "vm-1", signedBy: "Ada" }],
  ["recovery-drill", { kind: "vm.end-drill", vmRef: "vm-1", signedBy: "Ada" }],
] as const)("refuses for want of %s, with its own reason and what can be done: %o", (capability, command) => {
  const answer = QEMU_CAPABILITIES[capability];
  expect(refusalOf(command)).toMatchObject({
    code: "unsupported",
    message: answer.supported ? undefined : answer.reason,
    field: "kind",
    value: command.kind,
    limit: "what the hosts of a pair do",
    remedy: expect.stringMatching(/\.$/),
  });
});

it("lets through what the hosts of a pair are asked for", () => {
  expect(refusalOf({ kind: "vm.start", vmRef: "vm-1" })).toBeNull();
});
