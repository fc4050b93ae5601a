import type { AuditKind } from "@v-available/domain/audit";
import { VIEW_LIMIT } from "@v-available/domain/machine-view";
import { acknowledgeAlarm } from "./alarm/acknowledge";
import { closeAlarm } from "./alarm/close";
import { shelveAlarm, unshelveAlarm } from "./alarm/shelve";
import { unacknowledgeAlarm } from "./alarm/unacknowledge";
import { type ActorDeed, attempt } from "./audit/deed";
import type { SubjectRef } from "./audit/subject";
import { verifyAudit } from "./audit/verify";
import { askConsent } from "./consent/ask";
import { agreeToLoss, declineLoss, withdrawLoss } from "./consent/decide";
import { setSecondPerson } from "./consent/setting";
import type { Actor, Verbs } from "./desk";
import { enterMaintenance, leaveMaintenance } from "./host/maintenance";
import { endReplacing, replaceHost } from "./host/replace";
import { removeView } from "./machine-view/remove";
import { renameView } from "./machine-view/rename";
import { saveView } from "./machine-view/save";
import { endForming, formPair } from "./pair/form";
import { assignPolicy, unassignPolicy } from "./policy/assign";
import { createDraft } from "./policy/create-draft";
import { discardDraft } from "./policy/discard-draft";
import { editDraft } from "./policy/edit-draft";
import { importPolicy } from "./policy/import";
import { labelMachine } from "./policy/label";
import { publishDraft } from "./policy/publish";
import { removePolicy } from "./policy/remove";
import { rollBack } from "./policy/roll-back";
import { cancelRollout } from "./rollout/cancel";
import { pauseRollout } from "./rollout/pause";
import { resumeRollout } from "./rollout/resume";
import { startRollout } from "./rollout/start";
import { changeSite } from "./site/change";
import type { VerbKit } from "./task/submit";
import { chooseCopy } from "./vm/choose-copy";
import { compareCopies, endComparison } from "./vm/compare-copies";
import { createMachine } from "./vm/create";
import { drillMachine, endDrill } from "./vm/drill";
import { editMachine } from "./vm/edit";
import { protectMachine } from "./vm/protect";
import { failBackMachine, recoverMachine } from "./vm/recover";
import { removeMachine } from "./vm/remove";
import { startMachine } from "./vm/start";
import { stopMachine } from "./vm/stop";
import { switchActive } from "./vm/switch-active";
import { cancelPlan, pausePlan, reportWork, resumePlan, skipHost } from "./work-plan/change";
import { createPlan } from "./work-plan/create";

type Work<Input, Answer> = (kit: VerbKit, input: Input, deed: ActorDeed) => Promise<Answer>;

const aMachine = ({ machineId }: { machineId: string }): SubjectRef => ({ kind: "vm", id: machineId });
const aHost = ({ hostId }: { hostId: string }): SubjectRef => ({ kind: "host", id: hostId });
const anAlarm = ({ alarmId }: { alarmId: string }): SubjectRef => ({ kind: "alarm", id: alarmId });
const aPolicy = ({ policyId }: { policyId: string }): SubjectRef => ({ kind: "policy", id: policyId });
const aPlan = ({ planId }: { planId: string }): SubjectRef => ({ kind: "work-plan", id: planId });
const aView = ({ viewId }: { viewId: string }): SubjectRef => ({ kind: "view", id: viewId });
/** What the verb itself finds by what it is given. */
const found = (): null => null;

const reasonIn = (input: unknown): string | null =>
  typeof input === "object" && input !== null && "reason" in input ? String(input.reason) : null;

/** All that a person can ask for, on one database and its backends; each is attempted, and so in the audit log. */
export function makeVerbs(kit: VerbKit): Verbs {
  const verb =
    <Input, Answer>(kind: AuditKind, about: (input: Input) => SubjectRef | null, work: Work<Input, Answer>) =>
    (input: Input, actor: Actor): Promise<Answer> =>
      attempt(kit, { kind, by: actor, subject: about(input), reason: reasonIn(input) }, async (deed) =>
        work(kit, input, deed),
      );
  return {
    createMachine: verb("machine.create", ({ name, pairId }) => ({ kind: "vm", name, pairId }), createMachine),
    editMachine: verb("machine.edit", aMachine, editMachine),
    removeMachine: verb("machine.remove", aMachine, removeMachine),
    startMachine: verb("machine.start", aMachine, startMachine),
    stopMachine: verb("machine.stop", aMachine, stopMachine),
    protectMachine: verb("machine.protect", aMachine, protectMachine),
    switchActive: verb("machine.switchActive", aMachine, switchActive),
    recoverMachine: verb("machine.recover", aMachine, recoverMachine),
    drillMachine: verb("machine.drill", aMachine, drillMachine),
    endDrill: verb("machine.endDrill", aMachine, endDrill),
    failBackMachine: verb("machine.failBack", aMachine, failBackMachine),
    compareCopies: verb("machine.compareCopies", aMachine, compareCopies),
    endComparison: verb("machine.endComparison", aMachine, endComparison),
    chooseCopy: verb("machine.chooseCopy", aMachine, chooseCopy),
    enterMaintenance: verb("host.enterMaintenance", aHost, enterMaintenance),
    leaveMaintenance: verb("host.leaveMaintenance", aHost, leaveMaintenance),
    formPair: verb("pair.form", ({ name }) => ({ kind: "pair", name }), formPair),
    endForming: verb("pair.endForming", ({ pairName }) => ({ kind: "pair", name: pairName }), endForming),
    replaceHost: verb("host.replace", aHost, replaceHost),
    endReplacing: verb("host.endReplacing", aHost, endReplacing),
    changeSite: verb("site.change", ({ siteId }) => ({ kind: "site", id: siteId }), changeSite),
    askConsent: verb("consent.ask", ({ input }) => aMachine(input), askConsent),
    agreeToLoss: verb("consent.agree", found, agreeToLoss),
    declineLoss: verb("consent.decline", found, declineLoss),
    withdrawLoss: verb("consent.withdraw", found, withdrawLoss),
    setSecondPerson: verb(
      "consent.setSecondPerson",
      () => ({ kind: "person", name: "whoever declares a loss" }),
      setSecondPerson,
    ),
    createPlan: verb("plan.create", ({ name }) => ({ kind: "work-plan", name }), createPlan),
    pausePlan: verb("plan.pause", aPlan, pausePlan),
    resumePlan: verb("plan.resume", aPlan, resumePlan),
    cancelPlan: verb("plan.cancel", aPlan, cancelPlan),
    reportWork: verb("plan.workDone", aPlan, reportWork),
    skipHost: verb("plan.skip", aPlan, skipHost),
    createDraft: verb("policy.createDraft", ({ policy: { name } }) => ({ kind: "policy", name }), createDraft),
    editDraft: verb("policy.editDraft", aPolicy, editDraft),
    discardDraft: verb("policy.discardDraft", aPolicy, discardDraft),
    publishDraft: verb("policy.publish", aPolicy, publishDraft),
    rollBack: verb("policy.rollBack", aPolicy, rollBack),
    assignPolicy: verb("policy.assign", aPolicy, assignPolicy),
    unassignPolicy: verb("policy.unassign", found, unassignPolicy),
    removePolicy: verb("policy.remove", aPolicy, removePolicy),
    importPolicy: verb("policy.import", found, importPolicy),
    labelMachine: verb("policy.label", aMachine, labelMachine),
    startRollout: verb("rollout.start", aPolicy, startRollout),
    pauseRollout: verb("rollout.pause", found, pauseRollout),
    resumeRollout: verb("rollout.resume", found, resumeRollout),
    cancelRollout: verb("rollout.cancel", found, cancelRollout),
    saveView: verb("view.save", ({ name }) => ({ kind: "view", name: name.slice(0, VIEW_LIMIT.nameLength) }), saveView),
    renameView: verb("view.rename", aView, renameView),
    removeView: verb("view.remove", aView, removeView),
    acknowledgeAlarm: verb("alarm.acknowledge", anAlarm, acknowledgeAlarm),
    unacknowledgeAlarm: verb("alarm.unacknowledge", anAlarm, unacknowledgeAlarm),
    shelveAlarm: verb("alarm.shelve", anAlarm, shelveAlarm),
    unshelveAlarm: verb("alarm.unshelve", anAlarm, unshelveAlarm),
    closeAlarm: verb("alarm.close", anAlarm, closeAlarm),
    verifyAudit: verb("audit.verify", found, verifyAudit),
  };
}
