import type { ProtocolRecord } from "./effect";

/**
 * The host's own word that its agent was away: the console could otherwise only guess.
 * @param incarnation of the agent that is back
 */
export function agentCrashRecords(
  host: { readonly ref: string; readonly name: string },
  incarnation: number,
): readonly ProtocolRecord[] {
  const entry: Omit<ProtocolRecord, "phase" | "clears" | "sentence"> = {
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
