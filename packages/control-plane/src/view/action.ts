export const MACHINE_ACTIONS = [
  "start",
  "stop",
  "screen",
  "protect",
  "edit",
  "switch-active",
  "drill",
  "end-drill",
  "recover",
  "fail-back",
  "compare",
  "end-comparison",
  "choose-copy",
  "remove",
] as const;
export type MachineAction = (typeof MACHINE_ACTIONS)[number];

/** A button. A disabled one stays, with the reason and when it ends. */
export interface ActionView {
  readonly action: MachineAction;
  readonly label: string;
  readonly disabledBecause: string | null;
  /** When the reason is expected to end. */
  readonly possibleAtMs: number | null;
}
