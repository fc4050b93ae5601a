import type { MaintenanceCommand } from "@v-available/domain/command";
import { refusalOf } from "@v-available/domain/finding";
import { previewMaintenance } from "@v-available/domain/host-maintenance";
import { dialStopOf } from "@v-available/domain/level";
import type { ObservedVm } from "@v-available/domain/observed";
import { copiedRatio, hasTwoCopies, resyncEtaAtMs } from "@v-available/domain/pair-facts";
import { Refusal } from "@v-available/domain/refusal";
import { countWords } from "@v-available/domain/wording";
import { factsOf } from "./facts";
import { isHeard } from "./heard";
import { going, type Progress } from "./progress";
import { hostOf, type Sim, vmsOf, wallMs } from "./sim";
import { observeVm } from "./view";
import type { SimHost } from "./world/host";

/** @throws Refusal what is in the way of it, before anything is changed or logged */
export function checkMaintenance(sim: Sim, { kind, hostRef }: MaintenanceCommand): void {
  const host = sim.world.hosts[hostRef];
  if (!host)
    throw new Refusal({
      code: "not-found",
      message: `There is no host ${hostRef}.`,
      field: "hostRef",
      value: hostRef,
      limit: "a host of this simulator",
      remedy: "Look at the pair's page for its hosts.",
    });
  if (kind === "host.leave-maintenance") return;
  const blocked = refusalOf(previewMaintenance(factsOf(sim, host.pairRef), host.side).findings);
  if (blocked) throw new Refusal({ ...blocked, field: "hostRef" });
}

export function maintenanceProgress(sim: Sim, { kind, hostRef }: MaintenanceCommand): Progress {
  const host = hostOf(sim, hostRef);
  return kind === "host.enter-maintenance" ? entering(sim, host) : leaving(sim, host);
}

function entering(sim: Sim, host: SimHost): Progress {
  const stage = host.durable?.maintenance ?? null;
  if (stage === "in") return "done";
  if (stage === null) return { code: "failed", message: `The maintenance of ${host.name} was called off.` };
  const machines = vmsOf(sim, host.pairRef).map((vm) => observeVm(sim, vm));
  const left = machines.filter(({ activeSide, desiredPower }) => activeSide === host.side && desiredPower === "on");
  const ratio = machines.length === 0 ? 0 : 1 - left.length / machines.length;
  return going(left.length === 0 ? "wait for the partner's word" : `move ${countWords(left.length, "machine")}`, ratio);
}

/** Over when every machine has again what was declared for it. */
function leaving(sim: Sim, host: SimHost): Progress {
  if ((host.durable?.maintenance ?? null) !== null)
    return { code: "failed", message: `${host.name} was put into maintenance again.` };
  if (!isHeard(host)) return going(`wait for ${host.name}`);
  const wanting = vmsOf(sim, host.pairRef)
    .map((vm) => observeVm(sim, vm))
    .filter((vm) => vm.desiredPower === "on" && !isAsDeclared(vm));
  if (wanting.length === 0) return "done";
  const atMs = wallMs(sim.world, sim.world.nowMs);
  const etas = wanting.flatMap((vm) => resyncEtaAtMs(vm, atMs) ?? []);
  return going(
    `copy what changed to ${host.name}`,
    Math.min(0.99, ...wanting.map(copiedRatio)),
    etas.length === wanting.length ? Math.max(...etas) : null,
  );
}

function isAsDeclared(vm: ObservedVm): boolean {
  const declared = dialStopOf(vm.declared);
  if (declared === "unprotected") return true;
  return hasTwoCopies(vm) && (declared !== "fault-tolerance" || vm.standbySynchronized);
}
