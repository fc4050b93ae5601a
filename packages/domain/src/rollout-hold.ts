import { isResyncing, isStale, type PairWithMachines } from "./pair-facts";
import type { PairStanding } from "./pair-state";
import { HOST_LABEL } from "./part-label";
import { SIDES } from "./state";

/** Why nothing is begun on a pair now, though nobody paused anything. It ends by itself. */
export interface PairHold {
  /** "fault": one that comes while a machine is being changed there pauses the whole rollout. */
  readonly why: "not-heard" | "fault" | "planned-work" | "resync";
  /** A sentence. */
  readonly words: string;
}

/** What is open on a pair or a machine of it. */
export interface OpenTrouble {
  /** "host-power-loss". */
  readonly kind: string;
  readonly subjectName: string;
}

/**
 * @param ours machines of the pair that are being changed by a rollout: what they copy is its own doing
 * @returns null where nothing is against beginning another change there
 */
export function holdOfPair(
  facts: PairWithMachines,
  standing: PairStanding,
  open: readonly OpenTrouble[],
  ours: ReadonlySet<string>,
): PairHold | null {
  const name = facts.pair?.name ?? "its pair";
  if (isStale(facts))
    return { why: "not-heard", words: `Pair ${name} is not heard: nothing is begun on what may be old.` };
  for (const side of SIDES) {
    const host = facts.hosts[side];
    if (host && (host.state === "Evacuating" || host.state === "Maintenance" || host.state === "Finalizing"))
      return {
        why: "planned-work",
        words: `Planned work: ${host.name} is ${HOST_LABEL[host.state].word.toLowerCase()}.`,
      };
  }
  const [trouble] = open;
  if (trouble)
    return { why: "fault", words: `Pair ${name} has an open fault: ${trouble.kind} on ${trouble.subjectName}.` };
  if (standing.state !== "Normal") return { why: "fault", words: `Pair ${name}: ${standing.reason}` };
  const copied = facts.machines.find((vm) => isResyncing(vm) && !ours.has(vm.ref));
  if (copied) return { why: "resync", words: `The disk of ${copied.name} is being copied on pair ${name}.` };
  return null;
}
