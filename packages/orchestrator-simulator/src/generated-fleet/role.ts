import type { FleetMachine, MachineLoad } from "../fleet";

/** What a machine is for: it gives the name, the size, and how busy it is. */
export interface Role {
  readonly name: string;
  readonly guest: FleetMachine["guest"];
  readonly vcpus: number;
  readonly memoryGiB: number;
  readonly diskGiB: number;
  readonly load: MachineLoad;
  /** How much the business depends on it: 0 nobody minds, 1 it must restart, 2 it must not stop. */
  readonly weight: 0 | 1 | 2;
}

const LOAD = {
  quiet: { cpuRatio: 0.08, dirtyBytesPerSecond: 1.5e6, writeBytesPerSecond: 0.3e6, writesPerSecond: 1 },
  steady: { cpuRatio: 0.24, dirtyBytesPerSecond: 9e6, writeBytesPerSecond: 2.4e6, writesPerSecond: 4 },
  busy: { cpuRatio: 0.46, dirtyBytesPerSecond: 38e6, writeBytesPerSecond: 11e6, writesPerSecond: 10 },
} as const satisfies Record<string, MachineLoad>;

type Row = readonly [string, FleetMachine["guest"], number, number, number, keyof typeof LOAD, Role["weight"]];
const ROWS: readonly Row[] = [
  ["orders-db", "linux", 8, 48, 240, "busy", 2],
  ["erp-db", "linux", 8, 48, 300, "busy", 1],
  ["erp-app", "linux", 4, 24, 80, "steady", 1],
  ["line-mes", "windows", 4, 16, 80, "busy", 2],
  ["scada", "windows", 4, 16, 60, "steady", 2],
  ["historian", "windows", 4, 24, 240, "busy", 1],
  ["plc-gateway", "linux", 2, 8, 30, "steady", 2],
  ["lims", "linux", 4, 16, 90, "quiet", 1],
  ["label-print", "windows", 2, 4, 20, "quiet", 1],
  ["weighbridge", "windows", 2, 4, 20, "quiet", 1],
  ["gate-access", "windows", 2, 4, 20, "quiet", 1],
  ["voice", "linux", 4, 12, 40, "steady", 2],
  ["directory", "windows", 4, 16, 60, "quiet", 1],
  ["file-share", "windows", 4, 16, 400, "steady", 1],
  ["mail-relay", "linux", 2, 8, 40, "quiet", 1],
  ["payments", "linux", 4, 16, 40, "steady", 2],
  ["dispatch", "linux", 4, 16, 40, "steady", 2],
  ["pharmacy", "windows", 4, 16, 80, "steady", 1],
  ["ward-monitor", "linux", 4, 16, 40, "steady", 2],
  ["booking", "linux", 4, 16, 100, "busy", 1],
  ["cctv-index", "linux", 4, 16, 200, "steady", 0],
  ["map-tiles", "linux", 2, 8, 120, "quiet", 1],
  ["intranet", "linux", 2, 8, 40, "quiet", 0],
  ["build-cache", "linux", 4, 16, 120, "quiet", 0],
  ["shift-roster", "windows", 2, 8, 30, "quiet", 1],
  ["sensors", "linux", 4, 16, 160, "busy", 1],
];

export const ROLES: readonly Role[] = ROWS.map(([name, guest, vcpus, memoryGiB, diskGiB, load, weight]) => ({
  ...{ name, guest, vcpus, memoryGiB, diskGiB, weight },
  load: LOAD[load],
}));
