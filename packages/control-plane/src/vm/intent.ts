import type { ObservedVm } from "@v-available/domain/observed";
import type { Command } from "@v-available/orchestrator/command";
import type { Intent } from "../task/submit";
import type { FoundMachine } from "./view";

export const intentOn = (
  { machine, pair }: FoundMachine,
  title: string,
  command: Command,
  { before, after }: Pick<Intent, "before" | "after">,
): Intent => ({
  adapter: machine.row.adapter,
  command,
  title,
  subject: { kind: "vm", id: machine.row.id, ref: machine.row.ref, name: machine.row.name },
  pairId: pair.row.id,
  before,
  after,
});

export const power = ({ desiredPower }: ObservedVm, wanted: ObservedVm["desiredPower"]) => ({
  before: { desiredPower },
  after: { desiredPower: wanted },
});
