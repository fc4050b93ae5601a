import { otherSide, SIDES, type Side } from "@v-available/domain/state";
import { bytesOfMiB, legWorks } from "./mirror";
import { beginQuestion } from "./question";
import { hostAt, type Sim, tell, touch } from "./sim";
import type { SimVm } from "./world/machine";

/** What a comparison finds to differ, where it finds anything. */
const DIFFERING_MIB = 24;

/** Copies are compared where both count, every write goes to both, and nothing is about to change that. */
export function areComparable(sim: Sim, vm: SimVm): boolean {
  const { mirror, migration } = vm;
  if (mirror?.state !== "established" || mirror.detached || migration !== null) return false;
  return SIDES.every((side) => {
    const host = hostAt(sim, vm.pairRef, side);
    const { register, pending } = host.durable?.vms[vm.ref] ?? {};
    const bothCount = register?.owner === mirror.source && register.inSync.length === 2 && pending === null;
    const isWhole = legWorks(sim, vm, side) && vm.legs[side]?.missingBytes === 0;
    return bothCount && isWhole && host.protocol?.vms[vm.ref]?.switching === null;
  });
}

/** What of both copies is not alike, whoever has it wrong; nobody knows before they are compared. */
export const unknownlyWrong = ({ legs }: SimVm): number => Math.max(legs.a?.wrongBytes ?? 0, legs.b?.wrongBytes ?? 0);

/**
 * A comparison of both copies comes upon blocks of the standby side's that are not those of the other one. Where the
 * machine was read on one side only since both were alike, that side's are what was written to them; else nobody can tell.
 */
export function findMismatch(sim: Sim, vm: SimVm, differingBytes = bytesOfMiB(DIFFERING_MIB)): void {
  const source = vm.mirror?.source;
  const leg = source && vm.legs[otherSide(source)];
  if (!source || !leg) return;
  const bytes = Math.min(differingBytes, bytesOfMiB(vm.diskMiB));
  for (const side of SIDES) delete vm.legs[side]?.wrongBytes;
  const found = { kind: "copies-differ", vmRef: vm.ref, bytes } as const;
  if (vm.readOnBoth) {
    beginQuestion(sim, vm, otherSide(source), bytes);
    for (const side of [otherSide(source), source])
      tell(sim, hostAt(sim, vm.pairRef, side), { ...found, wrong: "either" });
    return;
  }
  leg.missingBytes = bytes;
  touch(sim, "vm", vm.ref);
  tell(sim, hostAt(sim, vm.pairRef, otherSide(source)), { ...found, wrong: "ours" });
  tell(sim, hostAt(sim, vm.pairRef, source), { ...found, wrong: "theirs" });
}

/** Blocks of this copy rot, and nobody notices. */
export function spoilSilently(vm: SimVm, side: Side): void {
  const leg = vm.legs[side];
  if (leg) leg.wrongBytes = bytesOfMiB(Math.min(DIFFERING_MIB, vm.diskMiB));
}
