import type { ObservedVm } from "@v-available/domain/observed";
import { Refusal } from "@v-available/domain/refusal";
import type { Lab } from "./lab";
import { look } from "./look";

/** What runs, what is cut and what the hosts say, for a terminal. */
export async function describe(lab: Lab): Promise<string> {
  const lines = [`Lab ${lab.settings.prefix}, in ${lab.settings.directory}`];
  for (const name of [...lab.settings.witnesses, "agent-a", "agent-b", "console"]) {
    const side = name === "agent-a" ? "a" : name === "agent-b" ? "b" : null;
    const process = side === null ? lab.processes.running(name) : lab.agentProcess(side);
    lines.push(`  ${name.padEnd(10)} ${process === null ? "not running" : `runs as ${process.pid}`}`);
  }
  lines.push(`  cut        ${lab.cuts().join(", ") || "nothing"}`);
  try {
    for (const entity of await look(lab.settings)) {
      if (entity.kind === "host") lines.push(`Host ${entity.side}: ${entity.state}`);
      if (entity.kind === "link") lines.push(`Link ${entity.ref}: ${entity.state}`);
      if (entity.kind === "witness") {
        const sight = `seen by A ${yes(entity.seenBy.a.reachable)}, by B ${yes(entity.seenBy.b.reachable)}`;
        lines.push(`Witness ${entity.name}: ${sight}${entity.inUse ? "; the hosts ask it" : ""}`);
      }
      if (entity.kind === "vm") lines.push(describeVm(entity));
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    lines.push(error.message);
  }
  return lines.join("\n");
}

const yes = (value: boolean) => (value ? "yes" : "no");

function describeVm(vm: ObservedVm): string {
  const { legs, replication } = vm.mirror;
  const register = vm.register;
  return [
    `Machine ${vm.name} (${vm.ip ?? "no address"}): ${vm.instances[vm.activeSide] ?? "no instance"} on ${vm.activeSide.toUpperCase()}`,
    `copies A ${legs.a}, B ${legs.b}, replication ${replication}${vm.held ? ", writes held" : ""}`,
    register === null ? "no register" : `epoch ${register.epoch}, in sync: ${register.inSync.join(" and ")}`,
  ].join("; ");
}
