import { PERMISSIONS, type Permission } from "@v-available/domain/role";
import { barredAtSite, barredByRole, barredEverywhere } from "./authorise";
import type { Entrusted } from "./desk";
import type { MachineAction } from "./view/action";
import type { AlarmRow } from "./view/alarm";
import type { DrillListView } from "./view/drill";
import type { Reference } from "./view/headline";
import type { HostMaintenanceView } from "./view/host-maintenance";
import type { MachineView } from "./view/machine";
import type { OverviewView } from "./view/overview";
import type { RolloutView } from "./view/rollout";
import type { PersonInfo } from "./view/system";
import type { WorkPlanView } from "./view/work-plan";

const PERMISSION_OF_ACTION = {
  start: "run-machines",
  stop: "run-machines",
  // Who may type there is decided where it is opened, and at each key.
  screen: "look",
  "switch-active": "run-machines",
  protect: "change-machines",
  edit: "change-machines",
  remove: "change-machines",
  drill: "run-drills",
  "end-drill": "run-drills",
  recover: "declare-loss",
  "fail-back": "declare-loss",
  compare: "compare-copies",
  "end-comparison": "compare-copies",
  "choose-copy": "choose-copies",
} as const satisfies Record<MachineAction, Permission>;

/** In one sentence and its remedy why this person may not do this there; null where they may. */
function forbidden(actor: Entrusted, permission: Permission, at: Reference | null): string | null {
  const detail = barredByRole(actor, permission) ?? barredAtSite(actor, at);
  return detail && `${detail.message} ${detail.remedy}`;
}

/** What is forbidden stays on the page, disabled, and says who may: that comes before what the machine's state forbids. */
export function machineFor(actor: Entrusted, machine: MachineView): MachineView {
  const { site } = machine;
  const mayNotChange = forbidden(actor, "change-machines", site);
  return {
    ...machine,
    actions: machine.actions.map((view) => {
      const reason = forbidden(actor, PERMISSION_OF_ACTION[view.action], site);
      return reason === null ? view : { ...view, disabledBecause: reason, possibleAtMs: null };
    }),
    consent: machine.consent && {
      ...machine.consent,
      own: machine.consent.askedBy === actor.name,
      cannotAgreeBecause:
        forbidden(actor, "declare-loss", site) ??
        (machine.consent.askedBy === actor.name ? "You asked for it: somebody else has to agree." : null),
    },
    dial: machine.dial.map((stop) => (mayNotChange === null ? stop : { ...stop, refusedBecause: mayNotChange })),
  };
}

export const drillsFor = (actor: Entrusted, view: DrillListView): DrillListView => ({
  ...view,
  rows: view.rows.map((row) => {
    const reason = forbidden(actor, PERMISSION_OF_ACTION[row.action.action], row.site);
    return reason === null ? row : { ...row, action: { ...row.action, disabledBecause: reason, possibleAtMs: null } };
  }),
});

export const maintenanceFor = (actor: Entrusted, view: HostMaintenanceView): HostMaintenanceView => ({
  ...view,
  forbiddenBecause: forbidden(actor, "do-maintenance", view.site),
});

/** Its own sites decide at each host; what belongs to several is for whoever may act at all of them. */
export const planFor = (actor: Entrusted, view: WorkPlanView): WorkPlanView => ({
  ...view,
  forbiddenBecause:
    view.steps.map(({ site }) => forbidden(actor, "do-maintenance", site)).find((reason) => reason !== null) ?? null,
});

export const rolloutFor = (actor: Entrusted, view: RolloutView): RolloutView => ({
  ...view,
  mayNotPause: forbidden(actor, "pause-rollouts", null),
  mayNotChange: forbidden(actor, "change-policies", null),
});

export const alarmFor = <Alarm extends AlarmRow>(actor: Entrusted, alarm: Alarm): Alarm => ({
  ...alarm,
  forbiddenBecause: forbidden(actor, "handle-alarms", alarm.site),
});

export const overviewFor = (actor: Entrusted, view: OverviewView): OverviewView => ({
  ...view,
  needsPerson: view.needsPerson.map((alarm) => alarmFor(actor, alarm)),
});

export function personInfo(actor: Entrusted): PersonInfo {
  const mayNot: Partial<Record<Permission, string>> = {};
  for (const permission of Object.keys(PERMISSIONS) as Permission[]) {
    const detail = barredEverywhere(actor, permission);
    if (detail) mayNot[permission] = `${detail.message} ${detail.remedy}`;
  }
  return { name: actor.name, role: actor.role, mayNot };
}
