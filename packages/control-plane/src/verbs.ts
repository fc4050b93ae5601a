import { acknowledgeAlarm } from "./alarm/acknowledge";
import { closeAlarm } from "./alarm/close";
import { shelveAlarm, unshelveAlarm } from "./alarm/shelve";
import { unacknowledgeAlarm } from "./alarm/unacknowledge";
import type { Verbs } from "./desk";
import { enterMaintenance, leaveMaintenance } from "./host/maintenance";
import { assignPolicy, unassignPolicy } from "./policy/assign";
import { createDraft } from "./policy/create-draft";
import { discardDraft } from "./policy/discard-draft";
import { editDraft } from "./policy/edit-draft";
import { importPolicy } from "./policy/import";
import { labelMachine } from "./policy/label";
import { publishDraft } from "./policy/publish";
import { removePolicy } from "./policy/remove";
import { rollBack } from "./policy/roll-back";
import type { VerbKit } from "./task/submit";
import { createMachine } from "./vm/create";
import { drillMachine, endDrill } from "./vm/drill";
import { protectMachine } from "./vm/protect";
import { failBackMachine, recoverMachine } from "./vm/recover";
import { removeMachine } from "./vm/remove";
import { startMachine } from "./vm/start";
import { stopMachine } from "./vm/stop";
import { switchActive } from "./vm/switch-active";

/** All that a person can ask for, on one database and its backends. */
export const makeVerbs = (kit: VerbKit): Verbs => ({
  createMachine: (input, actor) => createMachine(kit, input, actor),
  removeMachine: (input, actor) => removeMachine(kit, input, actor),
  startMachine: (input, actor) => startMachine(kit, input, actor),
  stopMachine: (input, actor) => stopMachine(kit, input, actor),
  protectMachine: (input, actor) => protectMachine(kit, input, actor),
  switchActive: (input, actor) => switchActive(kit, input, actor),
  recoverMachine: (input, actor) => recoverMachine(kit, input, actor),
  drillMachine: (input, actor) => drillMachine(kit, input, actor),
  endDrill: (input, actor) => endDrill(kit, input, actor),
  failBackMachine: (input, actor) => failBackMachine(kit, input, actor),
  enterMaintenance: (input, actor) => enterMaintenance(kit, input, actor),
  leaveMaintenance: (input, actor) => leaveMaintenance(kit, input, actor),
  createDraft: (input, actor) => createDraft(kit, input, actor),
  editDraft: (input, actor) => editDraft(kit, input, actor),
  discardDraft: (input, actor) => discardDraft(kit, input, actor),
  publishDraft: (input, actor) => publishDraft(kit, input, actor),
  rollBack: (input, actor) => rollBack(kit, input, actor),
  assignPolicy: (input, actor) => assignPolicy(kit, input, actor),
  unassignPolicy: (input, actor) => unassignPolicy(kit, input, actor),
  removePolicy: (input, actor) => removePolicy(kit, input, actor),
  importPolicy: (input, actor) => importPolicy(kit, input, actor),
  labelMachine: (input, actor) => labelMachine(kit, input, actor),
  acknowledgeAlarm: (input, actor) => acknowledgeAlarm(kit, input, actor),
  unacknowledgeAlarm: (input, actor) => unacknowledgeAlarm(kit, input, actor),
  shelveAlarm: (input, actor) => shelveAlarm(kit, input, actor),
  unshelveAlarm: (input, actor) => unshelveAlarm(kit, input, actor),
  closeAlarm: (input, actor) => closeAlarm(kit, input, actor),
});
