import { mtbfAnswer } from "@v-available/domain/mtbf";
import { agentCrashRecords } from "@v-available/pair-protocol/agent-crash";
import { write } from "./journal";
import { mtbfRuleOf } from "./mtbf-rule";
import { startAgent } from "./power";
import type { Sim } from "./sim";
import type { SimHost } from "./world/host";

/** Of an agent that fails for months the latest are enough to judge it by. */
const KEPT_CRASHES = 10;

/** @returns what the guard makes of one more crash: an agent that fails too often is left down until somebody has looked */
export function countAgentCrash(sim: Sim, host: SimHost): "restart" | "latch" {
  host.agentCrashTimesMs = [...(host.agentCrashTimesMs ?? []), sim.world.nowMs].slice(-KEPT_CRASHES);
  const { thresholdMs } = mtbfRuleOf(sim, host.pairRef);
  // A host without its agent can't restart anything: no policy of a machine takes that away at the first crash.
  const rule = { policy: "use-threshold", thresholdMs, lastWorking: false } as const;
  const answer = mtbfAnswer("agent", host.agentCrashTimesMs, rule);
  return answer === "restart" ? "restart" : "latch";
}

/** Left down after too many crashes: a host that boots does not start it either. */
export const isAgentLatched = ({ world }: Sim, host: SimHost): boolean =>
  Object.values(world.faults).some(({ kind, subjectRef }) => kind === "agent-crash" && subjectRef === host.ref);

export function forgiveAgent(sim: Sim, host: SimHost): void {
  host.agentCrashTimesMs = [];
  if (host.power !== "on" || host.agentUp) return;
  startAgent(sim, host);
  tellCrash(sim, host);
}

/** As the agents of real hosts tell it. */
export function tellCrash(sim: Sim, host: SimHost): void {
  for (const record of agentCrashRecords(host, host.agentRun)) write(sim, host, record);
}
