import { Refusal } from "@v-available/domain/refusal";
import { allowed } from "@v-available/domain/transition";
import type { ActorDeed } from "../audit/deed";
import { submit, type VerbKit } from "../task/submit";
import type { RemoveMachineInput } from "./input";
import { intentOn } from "./intent";
import { refuseUnlessAllowed } from "./refuse";
import { findMachine } from "./view";

export const removeMachine = (kit: VerbKit, { machineId, confirmName, taskKey }: RemoveMachineInput, deed: ActorDeed) =>
  submit(kit, deed, "vm.delete", taskKey, async (db, nowMs) => {
    const found = await findMachine(db, nowMs, machineId);
    const { name, ref, observed } = found.machine.row;
    if (confirmName !== name)
      throw new Refusal({
        code: "invalid",
        message: `${name} was not removed: the name typed to confirm differs.`,
        field: "confirmName",
        value: confirmName,
        limit: name,
        remedy: "Type the name of the machine. Its disk is removed from both hosts and does not come back.",
      });
    refuseUnlessAllowed(allowed("vm.delete", found.machine.protection, found.runningTask), `${name} was not removed`);
    const { vcpus, memoryMiB, diskMiB, mac } = observed;
    return intentOn(
      found,
      `Remove ${name}`,
      { kind: "vm.delete", vmRef: ref },
      {
        before: { name, vcpus, memoryMiB, diskMiB, mac, protection: observed.declared },
        after: null,
      },
    );
  });
