import type { Effect } from "@v-available/pair-protocol/effect";
import type { MachineRunner } from "../machine/machine-runner";

/** The effects on one machine that this host can carry out. */
export type MachineEffect = Extract<
  Effect,
  {
    kind:
      | "start-vm"
      | "kill-vm"
      | "shut-down-vm"
      | "reset-vm"
      | "release-writes"
      | "serve-replica"
      | "stop-replica"
      | "begin-resync"
      | "stop-resync"
      | "migrate-out"
      | "migrate-in"
      | "complete-migration"
      | "cancel-migration"
      | "delete-leg";
  }
>;

export function carryOut(effect: MachineEffect, runner: MachineRunner): Promise<void> {
  switch (effect.kind) {
    case "start-vm":
      return runner.startVm(effect);
    case "kill-vm":
      return runner.killVm();
    case "shut-down-vm":
      return runner.shutDown();
    case "reset-vm":
      return runner.reset();
    case "release-writes":
      return runner.releaseWrites();
    case "serve-replica":
      return runner.serveReplica(effect.intent.spec);
    case "stop-replica":
      return runner.stopReplica();
    case "begin-resync":
      return runner.beginResync(effect.full, effect.copy);
    case "stop-resync":
      return runner.stopResync();
    case "migrate-out":
      return runner.migrateOut();
    case "migrate-in":
      return runner.migrateIn(effect.intent.spec);
    case "complete-migration":
      return runner.completeMigration();
    case "cancel-migration":
      return runner.cancelMigration();
    case "delete-leg":
      return runner.deleteLeg();
  }
}
