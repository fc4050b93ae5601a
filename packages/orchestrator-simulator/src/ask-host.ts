import { Refusal } from "@v-available/domain/refusal";
import type { HostCommand } from "@v-available/pair-protocol/input";
import { isHeard } from "./heard";
import { drainInbox } from "./host-driver";
import { type Sim, tell } from "./sim";
import type { SimHost } from "./world/host";

/** @throws Refusal what the host answers */
export function askHost(sim: Sim, host: SimHost, command: HostCommand, taskKey: string): void {
  if (!isHeard(host))
    throw new Refusal({
      code: "unreachable",
      message: `${host.name} does not answer, and it is the one to do this.`,
      field: "vmRef",
      value: "vmRef" in command ? command.vmRef : host.ref,
      limit: "a host that answers",
      remedy: "Ask again when the host is back.",
    });
  tell(sim, host, { kind: "command", commandId: taskKey, command });
  drainInbox(sim);
  const answer = sim.answers.get(taskKey);
  sim.answers.delete(taskKey);
  if (answer === undefined) throw new Error(`${host.name} neither took nor refused ${command.kind}`);
  if (answer !== null)
    throw new Refusal({ limit: "what its state allows", remedy: "Ask again when its state has changed.", ...answer });
}
