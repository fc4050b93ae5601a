import type { PairCommand } from "@v-available/domain/command";
import { isForming } from "@v-available/domain/form-command";
import { dialStopOf } from "@v-available/domain/level";
import { isDrill, isOfCopies, isRecovery } from "@v-available/domain/recovery-command";
import { Refusal } from "@v-available/domain/refusal";
import type { Capabilities, Capability } from "@v-available/orchestrator/capability";
import type { Command } from "@v-available/orchestrator/command";

const yes = { supported: true } as const;
const no = (reason: string) => ({ supported: false, reason }) as const;

export const QEMU_CAPABILITIES: Capabilities = {
  "create-machine": yes,
  "edit-machine": no(
    "QEMU pairs can't change the name or the size of a machine yet: both hosts keep its hardware as it was made.",
  ),
  "delete-machine": yes,
  "start-stop": yes,
  "high-availability": yes,
  "fault-tolerance": no("QEMU pairs can't do Fault Tolerance yet: the hosts' agents do not drive checkpoints."),
  "remote-availability": no("QEMU pairs can't do Remote Availability yet: both hosts of a pair are in one site."),
  "disaster-recovery": no("QEMU pairs can't do Disaster Recovery yet: there is no asynchronous copy elsewhere."),
  "recovery-drill": no(
    "QEMU pairs can't prove a recovery copy in a drill yet: there is no asynchronous copy elsewhere to start.",
  ),
  "switch-active": yes,
  "host-maintenance": yes,
  "serve-from-partner": no(
    "QEMU pairs restart a machine on the other host when its disk fails: the mirror is a job on that disk and ends with it.",
  ),
  "compare-copies": no("QEMU pairs can't compare the copies of a machine yet: nothing reads both disks beside it."),
  "choose-copy": no(
    "QEMU pairs can't give up one of two histories from here yet: the hosts hold the machine until somebody removes it there.",
  ),
  "form-pair": no(
    "QEMU pairs are made by their certificates: each host is set up with its partner, its witness and its keys before it starts.",
  ),
  "replace-host": no(
    "QEMU pairs know their hosts by certificate: another host needs new ones on both, which is done there.",
  ),
  "console-screen": yes,
  "restart-order": no(
    "Not acted on: each host of a QEMU pair starts what it takes over at once; its agent can't hear whether a guest answers.",
  ),
  failback: yes,
  "mtbf-policy": no("Not acted on: the hosts of QEMU pairs count restarts by the limits that they were set up with."),
  "resync-share": no(
    "Not acted on: QEMU copies as fast as disk and link let it; the agents set no speed of a copy yet.",
  ),
  "planned-window": yes,
};

function refuseWithout(capability: Capability, command: Command, remedy: string): void {
  const answer = QEMU_CAPABILITIES[capability];
  if (answer.supported) return;
  throw new Refusal({
    code: "unsupported",
    message: answer.reason,
    field: "kind",
    value: command.kind,
    limit: "what the hosts of a pair do",
    remedy,
  });
}

/** @throws Refusal unsupported, with the capability's own reason */
export function refuseWhatIsLacking(command: Command): asserts command is PairCommand {
  if (isRecovery(command)) refuseWithout("disaster-recovery", command, "Bring a host of the pair back.");
  if (isDrill(command))
    refuseWithout("recovery-drill", command, "Choose a machine of a pair that has a recovery site.");
  if (isOfCopies(command))
    refuseWithout(
      command.kind === "vm.choose-copy" ? "choose-copy" : "compare-copies",
      command,
      "Choose a machine of a pair whose backend can.",
    );
  if (command.kind === "vm.heed") {
    refuseWithout("restart-order", command, "Leave the order of restarts as it is.");
    refuseWithout("mtbf-policy", command, "Leave what is restarted as it is.");
    refuseWithout("resync-share", command, "Leave the share of the links as it is.");
  }
  if (isForming(command))
    refuseWithout(
      command.kind === "pair.form" || command.kind === "pair.end-forming" ? "form-pair" : "replace-host",
      command,
      "Set the hosts up themselves, as the lab does; what they then are appears here by itself.",
    );
  if (command.kind === "vm.edit")
    refuseWithout("edit-machine", command, "Make a machine of that size, and move the data inside the guests.");
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
