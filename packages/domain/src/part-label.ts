import { crossed, filling, fine, forming, half, held, type Label, notKnown, open, pointed } from "./label";
import type { HostState, InstanceState, LeaseState, LinkState, MirrorLegState, ReplicationState } from "./state";

/** The parts of a pair and of a machine, as their pages show them: no other page has to carry these words. */
export const HOST_LABEL: Readonly<Record<HostState, Label>> = {
  Offline: crossed("Offline"),
  Booting: forming("Booting"),
  Joining: forming("Joining"),
  Running: fine("Running"),
  Degraded: half("Degraded"),
  PredictedToFail: open("Predicted to fail"),
  Evacuating: forming("Evacuating"),
  Maintenance: held("In maintenance"),
  Finalizing: forming("Finalizing"),
  Suspect: open("Suspect"),
  Fenced: crossed("Fenced"),
  Failed: crossed("Failed"),
  PoweredOff: crossed("Powered off"),
  Unknown: notKnown("Unknown"),
};

export const LINK_LABEL: Readonly<Record<LinkState, Label>> = {
  Up: fine("Up"),
  Degraded: half("Degraded"),
  Down: crossed("Down"),
  Flapping: open("Flapping"),
  OutOfService: held("Out of service"),
  Unknown: notKnown("Unknown"),
};

export const INSTANCE_LABEL: Readonly<Record<InstanceState, Label>> = {
  Stopped: notKnown("Stopped"),
  Starting: forming("Starting"),
  Running: fine("Running"),
  Provisioning: forming("Provisioning"),
  MemorySync: filling("Copying memory"),
  Synchronized: fine("Synchronized"),
  OutputHeld: held("Output held"),
  GoingLive: forming("Going live"),
  Frozen: held("Frozen"),
  Crashed: crossed("Crashed"),
  Restarting: forming("Restarting"),
  CrashedMtbfExceeded: crossed("Crashed too often"),
  Unknown: notKnown("Unknown"),
};

export const MIRROR_LEG_LABEL: Readonly<Record<MirrorLegState, Label>> = {
  Diskless: pointed("Diskless"),
  Attaching: forming("Attaching"),
  Failed: crossed("Failed"),
  Negotiating: forming("Negotiating"),
  Inconsistent: filling("Inconsistent"),
  Outdated: pointed("Outdated"),
  DUnknown: notKnown("Unknown"),
  Consistent: open("Consistent"),
  UpToDate: fine("UpToDate"),
};

export const REPLICATION_LABEL: Readonly<Record<ReplicationState, Label>> = {
  Off: pointed("Off"),
  Established: fine("In step"),
  SyncSource: filling("Copying out"),
  SyncTarget: filling("Copying in"),
  Paused: held("Paused"),
  Verify: forming("Verifying"),
};

export const LEASE_LABEL: Readonly<Record<LeaseState, Label>> = {
  Held: fine("Held"),
  Over: pointed("Over"),
  Unknown: notKnown("Unknown"),
};
