import { allowed } from "@v-available/domain/transition";
import type { ActorDeed } from "../audit/deed";
import { submit, type VerbKit } from "../task/submit";
import type { MachineTaskInput } from "./input";
import { intentOn, power } from "./intent";
import { refuseUnlessAllowed } from "./refuse";
import { findMachine } from "./view";

export const startMachine = (kit: VerbKit, { machineId, taskKey }: MachineTaskInput, deed: ActorDeed) =>
  submit(kit, deed, "vm.start", taskKey, async (db, nowMs) => {
    const found = await findMachine(db, nowMs, machineId);
    const { name, ref, observed } = found.machine.row;
    refuseUnlessAllowed(allowed("vm.start", found.machine.protection, found.runningTask), `${name} was not started`);
    return intentOn(found, `Start ${name}`, { kind: "vm.start", vmRef: ref }, power(observed, "on"));
  });
