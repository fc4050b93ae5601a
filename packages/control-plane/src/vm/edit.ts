import type { Queryable } from "@v-available/db/database";
import { vm } from "@v-available/db/schema/vm";
import { admitEdit } from "@v-available/domain/edit-admission";
import type { Finding } from "@v-available/domain/finding";
import type { MachineEdit } from "@v-available/domain/machine-definition";
import { mebibytesWords } from "@v-available/domain/size-words";
import { allowed } from "@v-available/domain/transition";
import { countWords } from "@v-available/domain/wording";
import { and, eq, isNull } from "drizzle-orm";
import type { ActorDeed } from "../audit/deed";
import { refuseIfCircle } from "../policy/circle";
import { submit, type VerbKit } from "../task/submit";
import type { FieldCheckView } from "../view/create-preview";
import type { EditMachineInput, PreviewEditInput } from "./input";
import { intentOn } from "./intent";
import { refuseIfBlocked, refuseIfLacking, refuseUnlessAllowed } from "./refuse";
import { type FoundMachine, fieldCheckView, findMachine } from "./view";

export const editMachine = (kit: VerbKit, { machineId, taskKey, ...edit }: EditMachineInput, deed: ActorDeed) =>
  submit(kit, deed, "vm.edit", taskKey, async (db, nowMs) => {
    const found = await findMachine(db, nowMs, machineId);
    const { name, ref } = found.machine.row;
    const notDone = `${name} was not changed`;
    refuseIfLacking(found, "edit-machine", notDone);
    refuseUnlessAllowed(allowed("vm.edit", found.machine.protection, found.runningTask), notDone);
    refuseIfBlocked(await findingsOf(db, found, edit));
    if (edit.name !== name) {
      const at = { field: "name", value: edit.name, remedy: "Choose another name, or let one of them not wait." };
      await refuseIfCircle(db, nowMs, { renamed: { machineId, name: edit.name } }, at);
    }
    const size = `${countWords(edit.vcpus, "vCPU", "vCPU")}, ${mebibytesWords(edit.memoryMiB)}`;
    const title = edit.name === name ? `Change ${name}: ${size}` : `Change ${name} to ${edit.name}: ${size}`;
    const { vcpus, memoryMiB } = found.machine.row.observed;
    return intentOn(
      found,
      title,
      { kind: "vm.edit", vmRef: ref, edit },
      { before: { name, vcpus, memoryMiB }, after: edit },
    );
  });

/** What admission would say to it, while it is typed. */
export async function previewEdit(
  db: Queryable,
  nowMs: number,
  { machineId, ...edit }: PreviewEditInput,
): Promise<FieldCheckView[]> {
  const found = await findMachine(db, nowMs, machineId);
  return (await findingsOf(db, found, edit)).map(fieldCheckView);
}

async function findingsOf(db: Queryable, { machine, pair }: FoundMachine, edit: MachineEdit): Promise<Finding[]> {
  const { adapter, observed } = machine.row;
  // Of a whole fleet only the one name is asked for.
  const holders = await db
    .select({ name: vm.name })
    .from(vm)
    .where(and(eq(vm.adapter, adapter), eq(vm.name, edit.name), isNull(vm.removedAtMs)));
  return admitEdit(
    observed,
    edit,
    pair.facts,
    holders.map(({ name }) => name),
  );
}
