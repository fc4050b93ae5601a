import { allowedComparison } from "@v-available/domain/copy-comparison";
import { Refusal } from "@v-available/domain/refusal";
import type { ActorDeed } from "../audit/deed";
import { submit, type VerbKit } from "../task/submit";
import type { MachineTaskInput } from "./input";
import { intentOn } from "./intent";
import { refuseIfLacking, refuseUnlessAllowed } from "./refuse";
import { findMachine } from "./view";

export const compareCopies = (kit: VerbKit, { machineId, taskKey }: MachineTaskInput, deed: ActorDeed) =>
  submit(kit, deed, "vm.compare-copies", taskKey, async (db, nowMs) => {
    const found = await findMachine(db, nowMs, machineId);
    const { name, ref, observed } = found.machine.row;
    const notDone = `The copies of ${name} were not compared`;
    refuseIfLacking(found, "compare-copies", notDone);
    refuseUnlessAllowed(allowedComparison(observed, found.machine.protection, found.runningTask), notDone);
    return intentOn(
      found,
      `Compare both copies of ${name}`,
      { kind: "vm.compare-copies", vmRef: ref },
      { before: { comparison: observed.comparison?.last ?? null }, after: { comparison: "running" } },
    );
  });

export const endComparison = (kit: VerbKit, { machineId, taskKey }: MachineTaskInput, deed: ActorDeed) =>
  submit(kit, deed, "vm.end-comparison", taskKey, async (db, nowMs) => {
    const found = await findMachine(db, nowMs, machineId);
    const { name, ref, observed } = found.machine.row;
    const notDone = `No comparison of ${name} was broken off`;
    refuseIfLacking(found, "compare-copies", notDone);
    if (!observed.comparison?.running)
      throw new Refusal({
        code: "illegal-transition",
        message: `${notDone}. None runs.`,
        field: "machineId",
        value: machineId,
        limit: "a comparison that runs",
        remedy: "It has ended already, or was never begun.",
      });
    return intentOn(
      found,
      `Break the comparison of ${name} off`,
      { kind: "vm.end-comparison", vmRef: ref },
      { before: { comparison: "running" }, after: { comparison: observed.comparison.last } },
    );
  });
