/** The rules by which a pair decides, by the names that the journal shows. */
export const RULES_OF_SURVIVAL = [
  "partner-lost", // nothing heard on any path
  "partner-back",
  "witness-lost",
  "witness-back",
  "move-witness", // both ask another witness from now on
  "mirror-lost", // writes are held
  "go-solo", // the active side takes the token and goes on alone
  "hold-without-token", // neither side may go on: no quorum
  "self-fence", // the lease and the partner's promise are over: stop our own instance
  "token-lost", // the partner owns it: stop our own instance
  "take-over-restart", // HA: token, lease wait, boot from the mirrored disk
  "take-over-live", // FT: token, go live from memory
  "restart-order", // it waits for those that are restarted before it, for so long at most
  "start-as-last-holder", // restarted host whose leg is UpToDate
  "designate", // both without the witness: the active side may go on alone
  "designated-alone",
  "end-designation",
  "resync",
  "redundancy-restored",
  "lockstep-restored",
  "standby-dropped", // it is not the same or falls behind: built anew, and given up if that happens too often
  "switch-active",
  "maintenance", // planned work: its machines leave a host, which then starts nothing
  "guest-restart",
  "guest-crashed-too-often",
  "leg-failed",
  "verify", // both copies were compared, and one of them holds wrong blocks
  "split-brain",
  "clock-stepped", // no token is asked for until the clock is steady
  "override",
  "member-retired", // another host has taken its place: it never comes back into the pair
  "operator-command",
  "unknown-machine", // an instance that nobody here knows
] as const;
export type RuleOfSurvival = (typeof RULES_OF_SURVIVAL)[number];
