/** What a backend can do, as data. A capability that is missing says why, in a sentence that the console shows as it is. */
export const CAPABILITIES = [
  "create-machine",
  /** A machine that is off takes another name, more or less memory and vCPU. */
  "edit-machine",
  "delete-machine",
  "start-stop",
  "high-availability",
  "fault-tolerance",
  "remote-availability",
  "disaster-recovery",
  /** A copy elsewhere is started beside the machine, in a network of its own, and what that takes is measured. */
  "recovery-drill",
  "switch-active",
  /** A host's machines move to its partner, and it starts nothing until the work on it is over. */
  "host-maintenance",
  /** A machine whose own disk fails goes on through the partner's copy, without a restart. */
  "serve-from-partner",
  /** Both copies of a machine are read and compared beside it, and what differs is said and copied. */
  "compare-copies",
  /** A person gives up one of two histories of a machine, and the other goes on. */
  "choose-copy",
  /** Two hosts that belong to no pair become one. */
  "form-pair",
  /** A host of a pair is replaced by a free one, and every machine is copied to it. */
  "replace-host",
  "console-screen",
  /** Machines are restarted by the priority and order of their policies, each after its delay. */
  "restart-order",
  /** A machine that was taken over goes back to its host when its policy says so. The console moves it, as a person would. */
  "failback",
  /** What fails again and again is judged by the thresholds of the machine's own policy. */
  "mtbf-policy",
  /** A resync takes no more of the links than the machine's policy says. */
  "resync-share",
  /** Planned work is begun in the windows of a policy. The console begins it, so that every backend can. */
  "planned-window",
] as const;
export type Capability = (typeof CAPABILITIES)[number];
export type CapabilityAnswer = { readonly supported: true } | { readonly supported: false; readonly reason: string };
export type Capabilities = Readonly<Record<Capability, CapabilityAnswer>>;
