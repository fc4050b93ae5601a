import { otherSide, SIDES, type Side } from "@v-available/domain/state";
import type { Sim } from "../src/sim";
import { usedWitness } from "../src/witness-view";
import type { SimVm } from "../src/world";

const durableOf = (sim: Sim, vm: SimVm, side: Side) =>
  sim.world.hosts[sim.world.pairs[vm.pairRef]?.hosts[side] ?? ""]?.durable?.vms[vm.ref];

/** S1, S2, S3 and S5 on the simulated truth, not on what any host believes. Call it after every event. */
export class SafetyCheck {
  readonly #epochs = new Map<string, number>();

  readonly after = (sim: Sim): void => {
    for (const vm of Object.values(sim.world.vms)) {
      const witness = sim.world.witnesses[usedWitness(sim, vm.pairRef)];
      const register = witness?.protocol.durable.pairs[vm.pairRef]?.[vm.ref] ?? null;
      this.#check(sim, vm, register, `${witness?.ref}/${vm.ref}`);
    }
  };

  #check(sim: Sim, vm: SimVm, register: { epoch: number; inSync: readonly Side[] } | null, at: string): void {
    const writable = SIDES.filter((side) => {
      const instance = vm.instances[side];
      return instance?.role === "active" && instance.state === "Running" && !instance.held;
    });
    const fail = (rule: string): never => {
      throw new Error(
        `${rule} at ${sim.world.nowMs} ms for ${vm.name}: ${JSON.stringify(vm)} ${JSON.stringify(register)}`,
      );
    };
    if (writable.length > 1) fail("S1: two instances may write");
    for (const side of writable)
      if ((vm.legs[side]?.missingBytes ?? 1) > 0) fail(`S3: it runs on an incomplete copy on ${side}`);
    if (!register) return;
    for (const side of register.inSync) {
      // Designated while the witness was away, the partner went on alone: this copy is outdated without the witness.
      if (durableOf(sim, vm, otherSide(side))?.alone) continue;
      const leg = vm.legs[side];
      if (!leg || leg.failed || leg.missingBytes > 0) continue;
      if (leg.written < vm.client.acknowledged) fail(`S2: an acknowledged write is not on ${side}, which counts`);
    }
    if (register.epoch < (this.#epochs.get(at) ?? 0)) fail("S5: the epoch went back");
    this.#epochs.set(at, register.epoch);
  }
}
