import type { PairCommand } from "@v-available/domain/command";
import { dialStopOf } from "@v-available/domain/level";
import { isRecovery } from "@v-available/domain/recovery-command";
import { Refusal } from "@v-available/domain/refusal";
import type { Capabilities, Capability } from "@v-available/orchestrator/capability";
import type { Command } from "@v-available/orchestrator/command";

const yes = { supported: true } as const;
const no = (reason: string) => ({ supported: false, reason }) as const;

export const QEMU_CAPABILITIES: Capabilities = {
  "create-machine": yes,
  "delete-machine": yes,
  "start-stop": yes,
  "high-availability": yes,
  "fault-tolerance": no("QEMU pairs can't do Fault Tolerance yet: the hosts' agents do not drive checkpoints."),
  "remote-availability": no("QEMU pairs can't do Remote Availability yet: both hosts of a pair are in one site."),
  "disaster-recovery": no("QEMU pairs can't do Disaster Recovery yet: there is no asynchronous copy elsewhere."),
  "switch-active": yes,
  "host-maintenance": yes,
  "serve-from-partner": no(
    "QEMU pairs restart a machine on the other host when its disk fails: the mirror is a job on that disk and ends with it.",
  ),
  "console-screen": no("QEMU pairs show no screen yet: machines run without a display."),
};

/** @throws Refusal unsupported, with the capability's own reason */
export function refuseWhatIsLacking(command: Command): asserts command is PairCommand {
  const recovery = QEMU_CAPABILITIES["disaster-recovery"];
  if (isRecovery(command) && !recovery.supported)
    throw new Refusal({
      code: "unsupported",
      message: recovery.reason,
      field: "kind",
      value: command.kind,
      limit: "what the hosts of a pair do",
      remedy: "Bring a host of the pair back.",
    });
  if (command.kind !== "vm.protect" && command.kind !== "vm.create") return;
  const [protection, field] =
    command.kind === "vm.create"
      ? [command.definition.protection, "definition.protection"]
      : [command.protection, "protection"];
  const needs: [boolean, Capability][] = [
    [dialStopOf(protection) === "fault-tolerance", "fault-tolerance"],
    [protection.separation === "site", "remote-availability"],
    [protection.recovery !== "none", "disaster-recovery"],
  ];
  for (const [needed, capability] of needs) {
    const answer = QEMU_CAPABILITIES[capability];
    if (!needed || answer.supported) continue;
    throw new Refusal({
      code: "unsupported",
      message: answer.reason,
      field,
      value: capability,
      limit: "Unprotected or High Availability",
      remedy: "Choose High Availability.",
    });
  }
}
