import { createHash } from "node:crypto";
import path from "node:path";
import type { WatchdogDeadline } from "@v-available/pair-protocol/effect";

/** What the agent says to the warden, one JSON object a line; each is answered with the deadlines as they then stand. */
export type WardenRequest =
  | { readonly id: number; readonly arm: readonly WatchdogDeadline[] }
  | { readonly id: number; readonly disarm: readonly string[] }
  /** Kill now, whatever the deadline. Answered when the processes are gone. */
  | { readonly id: number; readonly fence: readonly string[] }
  | { readonly id: number; readonly ask: "deadlines" };
export interface WardenAnswer {
  readonly id: number;
  readonly deadlines: readonly WatchdogDeadline[];
}

/**
 * Abstract socket names: the kernel frees them with their process, so they are locks that a kill -9 cannot leave behind.
 * They belong to the host's network namespace and to this state directory.
 */
export const abstractName = (role: "warden" | "agent", stateDirectory: string): string =>
  `\0v-available-${role}-${createHash("sha256").update(path.resolve(stateDirectory)).digest("hex").slice(0, 16)}`;

export const agentIdentityFile = (stateDirectory: string): string => path.join(stateDirectory, "agent.json");
export const wardenIdentityFile = (stateDirectory: string): string => path.join(stateDirectory, "warden.json");
export const deadlineFile = (stateDirectory: string): string => path.join(stateDirectory, "deadline.json");
