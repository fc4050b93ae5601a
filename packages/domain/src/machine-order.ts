/** What a list of machines can show, in the order in which it stands there. Sorting goes by the same names. */
export const MACHINE_COLUMNS = [
  "state",
  "name",
  "level",
  "pair",
  "site",
  "host",
  "copy",
  "cpu",
  "vcpus",
  "memory",
  "disk",
  "guest",
  "ip",
  "mac",
  "since",
] as const;
export type MachineColumn = (typeof MACHINE_COLUMNS)[number];

export interface MachineOrder {
  readonly column: MachineColumn;
  readonly descending: boolean;
}
