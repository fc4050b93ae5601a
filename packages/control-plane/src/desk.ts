import type { Role, Sites } from "@v-available/domain/role";
import type { AlarmListInput, AlarmVerbInput, ShelveAlarmInput } from "./alarm/input";
import type { EventListInput } from "./event/input";
import type { FindInput } from "./find/input";
import type { HostTaskInput } from "./host/input";
import type { PairRoomInput } from "./pair/input";
import type { TaskListInput } from "./task/input";
import type { AlarmRow, AlarmView } from "./view/alarm";
import type { DrillListView } from "./view/drill";
import type { EventPage } from "./view/event";
import type { FindView } from "./view/find";
import type { HostMaintenanceView } from "./view/host-maintenance";
import type { IncidentView } from "./view/incident";
import type { MachinePage, MachineRow, MachineView, ProtectPreview } from "./view/machine";
import type { OverviewView } from "./view/overview";
import type { PairRoomView, PairRow, PairView } from "./view/pair";
import type { SystemInfo } from "./view/system";
import type { TaskView } from "./view/task";
import type {
  CreateMachineInput,
  DrillMachineInput,
  FindMachinesInput,
  MachineTaskInput,
  PreviewProtectInput,
  ProtectInput,
  RecoverMachineInput,
  RemoveMachineInput,
  SwitchActiveInput,
} from "./vm/input";

/** Who asks, and what is entrusted to them. */
export interface Actor {
  readonly name: string;
  readonly role: Role;
  readonly sites: Sites;
}

/** All that a console reads. Each answers from committed facts only. */
export interface Queries {
  systemInfo(): Promise<SystemInfo>;
  overview(): Promise<OverviewView>;
  machineList(): Promise<MachineRow[]>;
  machineFind(input: FindMachinesInput): Promise<MachinePage>;
  machine(machineId: string): Promise<MachineView>;
  previewProtect(input: PreviewProtectInput): Promise<ProtectPreview>;
  pairList(): Promise<PairRow[]>;
  pair(pairId: string): Promise<PairView>;
  pairRoom(input: PairRoomInput): Promise<PairRoomView>;
  hostMaintenance(hostId: string): Promise<HostMaintenanceView>;
  drillList(): Promise<DrillListView>;
  alarmList(input: AlarmListInput): Promise<AlarmRow[]>;
  alarm(alarmId: string): Promise<AlarmView>;
  incident(incidentId: string): Promise<IncidentView>;
  eventList(input: EventListInput): Promise<EventPage>;
  taskList(input: TaskListInput): Promise<TaskView[]>;
  task(taskId: string): Promise<TaskView>;
  /** What may be done depends on who asks. */
  find(input: FindInput, actor: Actor): Promise<FindView>;
}

/** All that a console can ask to be done. Each refuses with a Refusal. */
export interface Verbs {
  createMachine(input: CreateMachineInput, actor: Actor): Promise<TaskView>;
  removeMachine(input: RemoveMachineInput, actor: Actor): Promise<TaskView>;
  startMachine(input: MachineTaskInput, actor: Actor): Promise<TaskView>;
  stopMachine(input: MachineTaskInput, actor: Actor): Promise<TaskView>;
  protectMachine(input: ProtectInput, actor: Actor): Promise<TaskView>;
  switchActive(input: SwitchActiveInput, actor: Actor): Promise<TaskView>;
  recoverMachine(input: RecoverMachineInput, actor: Actor): Promise<TaskView>;
  drillMachine(input: DrillMachineInput, actor: Actor): Promise<TaskView>;
  endDrill(input: MachineTaskInput, actor: Actor): Promise<TaskView>;
  failBackMachine(input: MachineTaskInput, actor: Actor): Promise<TaskView>;
  enterMaintenance(input: HostTaskInput, actor: Actor): Promise<TaskView>;
  leaveMaintenance(input: HostTaskInput, actor: Actor): Promise<TaskView>;
  acknowledgeAlarm(input: AlarmVerbInput, actor: Actor): Promise<AlarmRow>;
  unacknowledgeAlarm(input: AlarmVerbInput, actor: Actor): Promise<AlarmRow>;
  shelveAlarm(input: ShelveAlarmInput, actor: Actor): Promise<AlarmRow>;
  unshelveAlarm(input: AlarmVerbInput, actor: Actor): Promise<AlarmRow>;
  closeAlarm(input: AlarmVerbInput, actor: Actor): Promise<AlarmRow>;
}
