/**
 * Who survives (domain contract §7), as rows: what each host and the witness can see, and what happens without anyone.
 * The protocol is a state machine of its own; these rows name its cases for people, the documentation and its tests.
 */
export type Sight = "up" | "down" | "any";
export interface SurvivalRow {
  readonly name: string;
  readonly activeAlive: boolean;
  readonly standbyAlive: boolean;
  /** Set where a host (or both) comes back from a reboot rather than having stayed. */
  readonly rebooting?: "one" | "both";
  readonly betweenHosts: Sight;
  readonly activeToWitness: Sight;
  readonly standbyToWitness: Sight;
  readonly active: "runs" | "runs-alone" | "freezes" | "fences-itself" | "lost" | "by-generation";
  readonly standby: "stands-by" | "takes-over" | "freezes" | "lost" | "by-generation";
  readonly person: "none" | "told" | "decides";
  readonly sentence: string;
}

export const SURVIVAL = [
  {
    name: "normal",
    activeAlive: true,
    standbyAlive: true,
    betweenHosts: "up",
    activeToWitness: "up",
    standbyToWitness: "up",
    active: "runs",
    standby: "stands-by",
    person: "none",
    sentence: "Everything is seen by everyone: nothing happens.",
  },
  {
    name: "witness-path-active",
    activeAlive: true,
    standbyAlive: true,
    betweenHosts: "up",
    activeToWitness: "down",
    standbyToWitness: "up",
    active: "runs",
    standby: "stands-by",
    person: "told",
    sentence: "The active host does not see the witness: nothing moves; an alternate that both see is used.",
  },
  {
    name: "witness-path-standby",
    activeAlive: true,
    standbyAlive: true,
    betweenHosts: "up",
    activeToWitness: "up",
    standbyToWitness: "down",
    active: "runs",
    standby: "stands-by",
    person: "told",
    sentence: "The standby host does not see the witness: nothing moves; an alternate that both see is used.",
  },
  {
    name: "witness-lost",
    activeAlive: true,
    standbyAlive: true,
    betweenHosts: "up",
    activeToWitness: "down",
    standbyToWitness: "down",
    active: "runs",
    standby: "stands-by",
    person: "told",
    sentence:
      "Neither host sees a witness: after 30 s both write down the active host as sole survivor; machines run, at risk.",
  },
  {
    name: "partition",
    activeAlive: true,
    standbyAlive: true,
    betweenHosts: "down",
    activeToWitness: "up",
    standbyToWitness: "up",
    active: "runs-alone",
    standby: "freezes",
    person: "none",
    sentence:
      "The hosts lose each other: both hold and race for the token, the standby 1 s later; the winner goes on alone.",
  },
  {
    name: "standby-isolated",
    activeAlive: true,
    standbyAlive: true,
    betweenHosts: "down",
    activeToWitness: "up",
    standbyToWitness: "down",
    active: "runs-alone",
    standby: "freezes",
    person: "none",
    sentence: "The standby host is cut off from everything: the active one goes on, the standby freezes.",
  },
  {
    name: "active-isolated",
    activeAlive: true,
    standbyAlive: true,
    betweenHosts: "down",
    activeToWitness: "down",
    standbyToWitness: "up",
    active: "fences-itself",
    standby: "takes-over",
    person: "none",
    sentence:
      "The active host is cut off from everything: it holds and fences itself at the end of its lease; the standby takes over.",
  },
  {
    name: "everything-cut",
    activeAlive: true,
    standbyAlive: true,
    betweenHosts: "down",
    activeToWitness: "down",
    standbyToWitness: "down",
    active: "freezes",
    standby: "freezes",
    person: "decides",
    sentence: "Nobody sees anybody: all freeze but a designated sole survivor, and a person is called.",
  },
  {
    name: "standby-lost",
    activeAlive: true,
    standbyAlive: false,
    betweenHosts: "any",
    activeToWitness: "up",
    standbyToWitness: "any",
    active: "runs-alone",
    standby: "lost",
    person: "none",
    sentence: "The standby host is gone: the active one takes the token and goes on.",
  },
  {
    name: "active-lost",
    activeAlive: false,
    standbyAlive: true,
    betweenHosts: "any",
    activeToWitness: "any",
    standbyToWitness: "up",
    active: "lost",
    standby: "takes-over",
    person: "none",
    sentence:
      "The active host is gone: the standby takes the token; Fault Tolerance goes live, High Availability restarts only if its copy is UpToDate.",
  },
  {
    name: "standby-and-witness-lost",
    activeAlive: true,
    standbyAlive: false,
    betweenHosts: "any",
    activeToWitness: "down",
    standbyToWitness: "any",
    active: "freezes",
    standby: "lost",
    person: "decides",
    sentence: "One host is left and sees no witness: frozen unless it is designated or its partner is confirmed off.",
  },
  {
    name: "active-and-witness-lost",
    activeAlive: false,
    standbyAlive: true,
    betweenHosts: "any",
    activeToWitness: "any",
    standbyToWitness: "down",
    active: "lost",
    standby: "freezes",
    person: "decides",
    sentence: "One host is left and sees no witness: frozen unless it is designated or its partner is confirmed off.",
  },
  {
    name: "both-lost",
    activeAlive: false,
    standbyAlive: false,
    betweenHosts: "any",
    activeToWitness: "any",
    standbyToWitness: "any",
    active: "lost",
    standby: "lost",
    person: "decides",
    sentence: "Both hosts are gone: Disaster Recovery is proposed, and a person declares it.",
  },
  {
    name: "both-reboot",
    activeAlive: true,
    standbyAlive: true,
    rebooting: "both",
    betweenHosts: "up",
    activeToWitness: "any",
    standbyToWitness: "any",
    active: "by-generation",
    standby: "by-generation",
    person: "none",
    sentence: "Both hosts come back: the newer generation is the source; at a tie the last holder is.",
  },
  {
    name: "reboot-alone",
    activeAlive: true,
    standbyAlive: false,
    rebooting: "one",
    betweenHosts: "down",
    activeToWitness: "up",
    standbyToWitness: "any",
    active: "by-generation",
    standby: "lost",
    person: "none",
    sentence: "One host comes back alone and sees the witness: it starts only what is UpToDate and what it held last.",
  },
  {
    name: "reboot-blind",
    activeAlive: true,
    standbyAlive: false,
    rebooting: "one",
    betweenHosts: "down",
    activeToWitness: "down",
    standbyToWitness: "any",
    active: "freezes",
    standby: "lost",
    person: "decides",
    sentence: "One host comes back alone and sees no witness: blocked; a person may override, naming the loss.",
  },
] as const satisfies readonly SurvivalRow[];
export type SurvivalCase = (typeof SURVIVAL)[number]["name"];

/** When nothing is done automatically, whatever the rows say. */
export const DO_NOT_ACT = [
  "on stale data",
  "after a failed fence",
  "in maintenance",
  "with more than one unexplained root cause",
  "where the action would end the last good copy",
] as const;

/** Safety, checked after every simulated event and in every real test. */
export const SAFETY = {
  S1: "at most one writable instance of a machine",
  S2: "an acknowledged write is on every copy that is not already durably Outdated",
  S3: "no promotion of an Inconsistent, Outdated or Diskless copy without a signed override that names the loss",
  S4: "released output implies that the partner has its log or the token is held",
  S5: "epochs only grow; commands of an old epoch are refused",
  S6: "a restart implies that the old lease is over or the fence is confirmed",
  S7: "the only UpToDate copy and either side of a split brain are never overwritten automatically",
  S8: "losing the witness alone or the console alone changes no machine's power state",
  S9: "never both hosts in maintenance",
  S10: "the state shown is never better than true beyond the staleness bound",
  S11: "a task's key executes at most once",
  S12: "the event log has no gap and every automatic action names its cause",
  S13: "a drill never reaches production networks nor stops replication",
} as const;
export type SafetyRule = keyof typeof SAFETY;
