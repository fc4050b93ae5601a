import type { AgentConfig } from "@v-available/domain/agent-config";
import type { JournalEntry } from "./journal";

/** The host's own word that its agent was away: the console could otherwise only guess. */
export function crashRecord({ host }: AgentConfig, incarnation: number): readonly JournalEntry[] {
  const entry: Omit<JournalEntry, "phase" | "clears" | "sentence"> = {
    rootRef: `${host.ref}/agent/${incarnation}`,
    rule: "agent-crash",
    faultKind: "agent-crash",
    severity: "minor",
    subject: { kind: "host", ref: host.ref },
    vmRefs: [],
    actor: "host",
  };
  const found = `The agent of ${host.name} ended unexpectedly. Its machines went on.`;
  return [
    { ...entry, phase: "detected", clears: false, sentence: found },
    { ...entry, phase: "restored", clears: true, sentence: `The agent of ${host.name} is back.` },
  ];
}
