import type { AgentConfig } from "@v-available/domain/agent-config";
import type { InputFact } from "@v-available/pair-protocol/input";
import type { Logger } from "../log";

/** What the parts of one machine need from the agent around them. */
export interface MachineEnvironment {
  readonly config: AgentConfig;
  readonly log: Logger;
  /** Tells the protocol what happened. */
  report(fact: InputFact): void;
  /** Asks the partner's agent. @throws Refusal */
  askPartner<T>(method: string, args: unknown, timeoutMs?: number): Promise<T>;
  /** When the watchdog will end this machine; null when it is not armed. */
  guardUntilMs(vmRef: string): number | null;
  /** Ports on which copies are served; given out once at a time. */
  takePort(vmRef: string): number;
}

/** Questions that one agent asks the other about a machine. */
export const PEER_METHODS = { replicaExport: "replica-export", migrationTarget: "migration-target" } as const;
