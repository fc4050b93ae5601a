import type { MachineView } from "../view/machine";

export const SCREENS_NOT_HERE =
  "This console does not speak to hosts: a controller does that for it, and screens are shown only by a console that speaks to the hosts itself.";

/** The machine as a console shows it that reaches no host. */
export const withoutScreen = (machine: MachineView): MachineView => ({
  ...machine,
  actions: machine.actions.map((view) =>
    view.action === "screen" ? { ...view, disabledBecause: SCREENS_NOT_HERE, possibleAtMs: null } : view,
  ),
});
