import type { MaintenanceCommand } from "@v-available/domain/command";
import { countWords } from "@v-available/domain/wording";
import type { HostState } from "@v-available/pair-protocol/state";
import { going, type Progress } from "./progress";

/** How far planned work on this host is, by what this host knows. */
export const maintenanceProgress = ({ kind }: MaintenanceCommand, state: HostState): Progress =>
  kind === "host.enter-maintenance" ? entering(state) : leaving(state);

function entering({ durable, identity }: HostState): Progress {
  if (durable.maintenance === "in") return "done";
  if (durable.maintenance === null) return { code: "failed", message: "The maintenance was called off." };
  const machines = Object.values(durable.vms).filter(({ intent }) => intent.desiredPower === "on");
  const left = machines.filter(({ register }) => register.owner === identity.side).length;
  const ratio = machines.length === 0 ? 0 : 1 - left / machines.length;
  return going(left === 0 ? "wait for the partner's word" : `move ${countWords(left, "machine")}`, ratio);
}

/** Over when both copies of every machine that runs count again. */
function leaving({ durable }: HostState): Progress {
  if (durable.maintenance !== null) return { code: "failed", message: "It was put into maintenance again." };
  const mirrored = Object.values(durable.vms).filter(
    ({ intent }) => intent.desiredPower === "on" && intent.declared.mirror === "sync",
  );
  const whole = mirrored.filter(({ register }) => register.inSync.length === 2).length;
  if (whole === mirrored.length) return "done";
  return going(`copy what changed of ${countWords(mirrored.length - whole, "machine")}`, whole / mirrored.length);
}
