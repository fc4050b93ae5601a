import type { Role, Sites } from "@v-available/domain/role";
import type { AlarmListInput, AlarmVerbInput, ShelveAlarmInput } from "./alarm/input";
import type { AuditListInput } from "./audit/input";
import type { AskConsentInput, ConsentInput, DeclineConsentInput, SecondPersonInput } from "./consent/input";
import type { EventListInput } from "./event/input";
import type { FindInput } from "./find/input";
import type { EnterMaintenanceInput, HostTaskInput } from "./host/input";
import type { EndReplacingInput, PreviewReplaceInput, ReplaceHostInput } from "./host/replace-input";
import type { MachineLoadInput } from "./load/input";
import type { RemoveViewInput, RenameViewInput, SaveViewInput } from "./machine-view/input";
import type { EndFormingInput, FormPairInput, PreviewFormInput } from "./pair/form-input";
import type { PairRoomInput } from "./pair/input";
import type {
  AssignInput,
  CreateDraftInput,
  DiscardDraftInput,
  EditDraftInput,
  ImportInput,
  LabelInput,
  PreviewPolicyInput,
  PublishInput,
  RemovePolicyInput,
  RollBackInput,
  UnassignInput,
} from "./policy/input";
import type { Published } from "./policy/publish";
import type { ResumeRolloutInput, RolloutInput, RolloutListInput, StartRolloutInput } from "./rollout/input";
import type { RolloutAnswer } from "./rollout/pause";
import type { ChangeSiteInput } from "./site/input";
import type { TaskListInput } from "./task/input";
import type { AlarmRow, AlarmView } from "./view/alarm";
import type { AuditPage, AuditVerdictView } from "./view/audit";
import type { BulkPreview } from "./view/bulk";
import type { CreatePreview, FieldCheckView } from "./view/create-preview";
import type { DrillListView } from "./view/drill";
import type { EventPage } from "./view/event";
import type { FindView } from "./view/find";
import type { HostMaintenanceView } from "./view/host-maintenance";
import type { HostReplacingView } from "./view/host-replacing";
import type { IncidentView } from "./view/incident";
import type { MachineLoadView } from "./view/load";
import type { MachinePage, MachineRow, MachineValue, MachineView, ProtectPreview } from "./view/machine";
import type { SavedViewList } from "./view/machine-view";
import type { OverviewView } from "./view/overview";
import type { PairRoomView, PairRow, PairView } from "./view/pair";
import type { PairFormingView } from "./view/pair-forming";
import type { PolicyList, PolicyPreview, PolicyView } from "./view/policy";
import type { RolloutRow, RolloutView } from "./view/rollout";
import type { SitesView } from "./view/site";
import type { SystemInfo } from "./view/system";
import type { TaskView } from "./view/task";
import type { WorkHostList, WorkPlanRow, WorkPlanView, WorkPreview } from "./view/work-plan";
import type { PreviewBulkInput } from "./vm/bulk-input";
import type { MachineExport } from "./vm/export";
import type {
  ChooseCopyInput,
  CreateMachineInput,
  DrillMachineInput,
  EditMachineInput,
  ExportMachinesInput,
  FindMachinesInput,
  MachineTaskInput,
  MachineValuesInput,
  PreviewCreateInput,
  PreviewEditInput,
  PreviewProtectInput,
  ProtectInput,
  RecoverMachineInput,
  RemoveMachineInput,
  SwitchActiveInput,
} from "./vm/input";
import type {
  CancelPlanInput,
  CreatePlanInput,
  HostChoiceInput,
  PlanInput,
  PreviewPlanInput,
  SkipStepInput,
  StepInput,
} from "./work-plan/input";

/** Who somebody is, and what is entrusted to them. */
export interface Entrusted {
  readonly name: string;
  readonly role: Role;
  readonly sites: Sites;
}

/** Where a request came from. */
export interface Origin {
  readonly address: string;
  readonly agent: string;
}

/** Who asks, and from where. */
export interface Actor extends Entrusted {
  /** Null for whoever is only played. */
  readonly personId: string | null;
  readonly from: Origin;
}

/** All that a console reads. Each answers from committed facts only. */
export interface Queries {
  systemInfo(): Promise<SystemInfo>;
  overview(): Promise<OverviewView>;
  machineList(): Promise<MachineRow[]>;
  machineFind(input: FindMachinesInput): Promise<MachinePage>;
  machineExport(input: ExportMachinesInput): Promise<MachineExport>;
  /** The values of a field, the most frequent first. */
  machineValues(input: MachineValuesInput): Promise<MachineValue[]>;
  machine(machineId: string): Promise<MachineView>;
  machineLoad(input: MachineLoadInput): Promise<MachineLoadView>;
  /** What would come of it depends on who asks. */
  previewBulk(input: PreviewBulkInput, actor: Actor): Promise<BulkPreview>;
  previewProtect(input: PreviewProtectInput): Promise<ProtectPreview>;
  previewEdit(input: PreviewEditInput): Promise<FieldCheckView[]>;
  /** Where it may be made depends on who asks. */
  previewCreate(input: PreviewCreateInput, actor: Actor): Promise<CreatePreview>;
  pairList(): Promise<PairRow[]>;
  pair(pairId: string): Promise<PairView>;
  pairRoom(input: PairRoomInput): Promise<PairRoomView>;
  /** Where it may be made depends on who asks. */
  previewForm(input: PreviewFormInput, actor: Actor): Promise<PairFormingView>;
  policyList(): Promise<PolicyList>;
  policy(policyId: string): Promise<PolicyView>;
  previewPolicy(input: PreviewPolicyInput): Promise<PolicyPreview>;
  /** The active ones first, then the newest. */
  rolloutList(input: RolloutListInput): Promise<RolloutRow[]>;
  rollout(rolloutId: string): Promise<RolloutView>;
  hostMaintenance(hostId: string): Promise<HostMaintenanceView>;
  /** Which hosts may be taken depends on who asks. */
  previewReplace(input: PreviewReplaceInput, actor: Actor): Promise<HostReplacingView>;
  /** What may be changed depends on who asks. */
  siteList(actor: Actor): Promise<SitesView>;
  planList(): Promise<readonly WorkPlanRow[]>;
  plan(planId: string): Promise<WorkPlanView>;
  previewPlan(input: PreviewPlanInput): Promise<WorkPreview>;
  workHosts(input: HostChoiceInput): Promise<WorkHostList>;
  drillList(): Promise<DrillListView>;
  alarmList(input: AlarmListInput): Promise<AlarmRow[]>;
  alarm(alarmId: string): Promise<AlarmView>;
  incident(incidentId: string): Promise<IncidentView>;
  eventList(input: EventListInput): Promise<EventPage>;
  taskList(input: TaskListInput): Promise<TaskView[]>;
  task(taskId: string): Promise<TaskView>;
  /** @throws Refusal forbidden */
  auditList(input: AuditListInput, actor: Entrusted): Promise<AuditPage>;
  /** Those of whoever asks, and those of everybody. */
  viewList(actor: Actor): Promise<SavedViewList>;
  /** What may be done depends on who asks. */
  find(input: FindInput, actor: Entrusted): Promise<FindView>;
}

/** All that a console can ask to be done. Each refuses with a Refusal. */
export interface Verbs {
  createMachine(input: CreateMachineInput, actor: Actor): Promise<TaskView>;
  editMachine(input: EditMachineInput, actor: Actor): Promise<TaskView>;
  removeMachine(input: RemoveMachineInput, actor: Actor): Promise<TaskView>;
  startMachine(input: MachineTaskInput, actor: Actor): Promise<TaskView>;
  stopMachine(input: MachineTaskInput, actor: Actor): Promise<TaskView>;
  protectMachine(input: ProtectInput, actor: Actor): Promise<TaskView>;
  switchActive(input: SwitchActiveInput, actor: Actor): Promise<TaskView>;
  recoverMachine(input: RecoverMachineInput, actor: Actor): Promise<TaskView>;
  drillMachine(input: DrillMachineInput, actor: Actor): Promise<TaskView>;
  endDrill(input: MachineTaskInput, actor: Actor): Promise<TaskView>;
  failBackMachine(input: MachineTaskInput, actor: Actor): Promise<TaskView>;
  compareCopies(input: MachineTaskInput, actor: Actor): Promise<TaskView>;
  endComparison(input: MachineTaskInput, actor: Actor): Promise<TaskView>;
  chooseCopy(input: ChooseCopyInput, actor: Actor): Promise<TaskView>;
  enterMaintenance(input: EnterMaintenanceInput, actor: Actor): Promise<TaskView>;
  leaveMaintenance(input: HostTaskInput, actor: Actor): Promise<TaskView>;
  changeSite(input: ChangeSiteInput, actor: Actor): Promise<{ siteId: string }>;
  replaceHost(input: ReplaceHostInput, actor: Actor): Promise<TaskView>;
  endReplacing(input: EndReplacingInput, actor: Actor): Promise<TaskView>;
  formPair(input: FormPairInput, actor: Actor): Promise<TaskView>;
  endForming(input: EndFormingInput, actor: Actor): Promise<TaskView>;
  askConsent(input: AskConsentInput, actor: Actor): Promise<{ consentId: string }>;
  agreeToLoss(input: ConsentInput, actor: Actor): Promise<TaskView>;
  declineLoss(input: DeclineConsentInput, actor: Actor): Promise<{ consentId: string }>;
  withdrawLoss(input: ConsentInput, actor: Actor): Promise<{ consentId: string }>;
  setSecondPerson(input: SecondPersonInput, actor: Actor): Promise<{ needed: boolean }>;
  createPlan(input: CreatePlanInput, actor: Actor): Promise<{ planId: string }>;
  pausePlan(input: PlanInput, actor: Actor): Promise<{ planId: string }>;
  resumePlan(input: PlanInput, actor: Actor): Promise<{ planId: string }>;
  cancelPlan(input: CancelPlanInput, actor: Actor): Promise<{ planId: string }>;
  reportWork(input: StepInput, actor: Actor): Promise<{ planId: string }>;
  skipHost(input: SkipStepInput, actor: Actor): Promise<{ planId: string }>;
  createDraft(input: CreateDraftInput, actor: Actor): Promise<{ policyId: string }>;
  editDraft(input: EditDraftInput, actor: Actor): Promise<{ draftRevision: number }>;
  discardDraft(input: DiscardDraftInput, actor: Actor): Promise<{ policyId: string; removed: boolean }>;
  publishDraft(input: PublishInput, actor: Actor): Promise<Published>;
  rollBack(input: RollBackInput, actor: Actor): Promise<Published>;
  assignPolicy(input: AssignInput, actor: Actor): Promise<{ assignmentId: string; rolloutId: string | null }>;
  unassignPolicy(input: UnassignInput, actor: Actor): Promise<{ policyId: string }>;
  removePolicy(input: RemovePolicyInput, actor: Actor): Promise<{ policyId: string }>;
  importPolicy(input: ImportInput, actor: Actor): Promise<{ policyId: string }>;
  labelMachine(input: LabelInput, actor: Actor): Promise<{ labels: string[] }>;
  startRollout(input: StartRolloutInput, actor: Actor): Promise<{ rolloutId: string }>;
  pauseRollout(input: RolloutInput, actor: Actor): Promise<RolloutAnswer>;
  resumeRollout(input: ResumeRolloutInput, actor: Actor): Promise<RolloutAnswer>;
  cancelRollout(input: RolloutInput, actor: Actor): Promise<RolloutAnswer>;
  saveView(input: SaveViewInput, actor: Actor): Promise<{ viewId: string }>;
  renameView(input: RenameViewInput, actor: Actor): Promise<{ viewId: string }>;
  removeView(input: RemoveViewInput, actor: Actor): Promise<{ viewId: string }>;
  acknowledgeAlarm(input: AlarmVerbInput, actor: Actor): Promise<AlarmRow>;
  unacknowledgeAlarm(input: AlarmVerbInput, actor: Actor): Promise<AlarmRow>;
  shelveAlarm(input: ShelveAlarmInput, actor: Actor): Promise<AlarmRow>;
  unshelveAlarm(input: AlarmVerbInput, actor: Actor): Promise<AlarmRow>;
  closeAlarm(input: AlarmVerbInput, actor: Actor): Promise<AlarmRow>;
  verifyAudit(input: undefined, actor: Actor): Promise<AuditVerdictView>;
}
