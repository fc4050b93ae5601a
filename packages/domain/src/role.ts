import type { CommandKind } from "./command";

/** From the least to the most: each may do all that those before it may. */
export const ROLES = ["viewer", "operator", "administrator", "owner"] as const;
export type Role = (typeof ROLES)[number];

/** What a role is asked for. The words follow "may not". */
export const PERMISSIONS = {
  look: { least: "viewer", words: "look at anything" },
  "handle-alarms": { least: "operator", words: "handle alarms" },
  "run-machines": { least: "operator", words: "start, stop or move machines" },
  "type-at-machines": { least: "operator", words: "type at the screens of machines" },
  "run-drills": { least: "operator", words: "run drills" },
  "declare-loss": { least: "operator", words: "declare a loss and start machines at the recovery site" },
  "compare-copies": { least: "operator", words: "compare the copies of machines" },
  "choose-copies": { least: "administrator", words: "choose which copy of a machine stays" },
  "do-maintenance": { least: "operator", words: "put hosts into maintenance" },
  "pause-rollouts": { least: "operator", words: "pause rollouts" },
  "inject-faults": { least: "operator", words: "inject faults into a simulated fleet" },
  "change-machines": { least: "administrator", words: "change machines" },
  "change-policies": { least: "administrator", words: "change policies" },
  "change-pairs": { least: "administrator", words: "change pairs" },
  "change-sites": { least: "administrator", words: "change sites" },
  "share-views": { least: "administrator", words: "change views that everybody sees" },
  "read-audit": { least: "administrator", words: "read the audit log" },
  "manage-people": { least: "owner", words: "change who may do what" },
  "manage-connections": { least: "owner", words: "change connections" },
} as const satisfies Record<string, { readonly least: Role; readonly words: string }>;
export type Permission = keyof typeof PERMISSIONS;

/** What each command of an orchestrator asks of the person who wants it. */
export const PERMISSION_OF_COMMAND = {
  "vm.create": "change-machines",
  "vm.edit": "change-machines",
  "vm.delete": "change-machines",
  "vm.protect": "change-machines",
  "vm.heed": "change-policies",
  "vm.start": "run-machines",
  "vm.stop": "run-machines",
  "vm.switch-active": "run-machines",
  "vm.recover": "declare-loss",
  "vm.fail-back": "declare-loss",
  "vm.drill": "run-drills",
  "vm.end-drill": "run-drills",
  "vm.compare-copies": "compare-copies",
  "vm.end-comparison": "compare-copies",
  "vm.choose-copy": "choose-copies",
  "pair.form": "change-pairs",
  "pair.end-forming": "change-pairs",
  "pair.replace-host": "change-pairs",
  "pair.end-replacing": "change-pairs",
  "host.enter-maintenance": "do-maintenance",
  "host.leave-maintenance": "do-maintenance",
} as const satisfies Record<CommandKind, Permission>;

/** Where a person may change things: everywhere, or at the sites with these ids. Whoever may look looks everywhere. */
export type Sites = "all" | readonly string[];

export const mayWithRole = (role: Role, permission: Permission): boolean =>
  ROLES.indexOf(role) >= ROLES.indexOf(PERMISSIONS[permission].least);
