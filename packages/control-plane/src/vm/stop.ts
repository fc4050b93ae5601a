import { allowed } from "@v-available/domain/transition";
import type { ActorDeed } from "../audit/deed";
import { submit, type VerbKit } from "../task/submit";
import type { MachineTaskInput } from "./input";
import { intentOn, power } from "./intent";
import { refuseUnlessAllowed } from "./refuse";
import { findMachine } from "./view";

export const stopMachine = (kit: VerbKit, { machineId, taskKey }: MachineTaskInput, deed: ActorDeed) =>
  submit(kit, deed, "vm.stop", taskKey, async (db, nowMs) => {
    const found = await findMachine(db, nowMs, machineId);
    const { name, ref, observed } = found.machine.row;
    refuseUnlessAllowed(allowed("vm.stop", found.machine.protection, found.runningTask), `${name} was not stopped`);
    return intentOn(found, `Stop ${name}`, { kind: "vm.stop", vmRef: ref }, power(observed, "off"));
  });
