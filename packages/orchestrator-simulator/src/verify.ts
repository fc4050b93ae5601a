import { otherSide, SIDES, type Side } from "@v-available/domain/state";
import { bytesOfMiB, legWorks } from "./mirror";
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

/** A comparison of both copies comes upon blocks of the standby side's that are not what was written to them. */
export function findMismatch(sim: Sim, vm: SimVm, differingBytes = bytesOfMiB(DIFFERING_MIB)): void {
  const source = vm.mirror?.source;
  const leg = source && vm.legs[otherSide(source)];
  if (!source || !leg) return;
  const bytes = Math.min(differingBytes, bytesOfMiB(vm.diskMiB));
  delete leg.wrongBytes;
  leg.missingBytes = bytes;
  touch(sim, "vm", vm.ref);
  const found = { kind: "copies-differ", vmRef: vm.ref, bytes } as const;
  tell(sim, hostAt(sim, vm.pairRef, otherSide(source)), { ...found, wrong: "ours" });
  tell(sim, hostAt(sim, vm.pairRef, source), { ...found, wrong: "theirs" });
}

/** Blocks of this copy rot, and nobody notices. */
export function spoilSilently(vm: SimVm, side: Side): void {
  const leg = vm.legs[side];
  if (leg) leg.wrongBytes = bytesOfMiB(Math.min(DIFFERING_MIB, vm.diskMiB));
}
