import { otherSide } from "@v-available/domain/state";
import type { LegFault } from "@v-available/pair-protocol/input";
import type { VmState } from "@v-available/pair-protocol/state";
import { isHeard } from "./heard";
import { loseLeg } from "./lost-leg";
import { legWorks } from "./mirror";
import { reviewHardware } from "./power";
import { partnerHost, type Sim } from "./sim";
import type { SimHost } from "./world/host";
import type { SimVm } from "./world/machine";

/** Of these machines' copies here those that their partner's can stand in for at once. */
export function giveUpCopies(sim: Sim, host: SimHost, vms: readonly SimVm[], fault: LegFault): void {
  const given = vms.filter((vm) => mayGiveUp(sim, host, vm));
  for (const vm of given) loseLeg(sim, host, vm, fault);
  if (given.length > 0) reviewHardware(sim, host.pairRef);
}

const isSettled = ({ instance, mirror, held, switching }: VmState): boolean =>
  switching === null && (instance === "stopped" || (instance === "running" && mirror === "established" && !held));

/** The machine can go on from the partner's copy at once, as the rules have it, and the partner answers for that copy. */
function mayGiveUp(sim: Sim, host: SimHost, vm: SimVm): boolean {
  const partner = otherSide(host.side);
  const known = host.protocol?.vms[vm.ref];
  const durable = host.protocol?.durable.vms[vm.ref];
  if (!isHeard(host) || host.protocol?.partnerSuspected || !known || !durable || vm.legs[host.side]?.failed)
    return false;
  const { register, pending, alone } = durable;
  if (!register.inSync.includes(partner) || alone || pending !== null || known.partner?.legUsable !== true)
    return false;
  const goesOn = register.owner === host.side ? isSettled(known) : known.replica === "serving";
  return goesOn && known.detachedAtMs === null && isHeard(partnerHost(sim, host)) && legWorks(sim, vm, partner);
}
