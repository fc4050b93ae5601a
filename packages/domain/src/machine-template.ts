import type { DialStop } from "./level";
import type { MachineDefinition } from "./machine-definition";

/** Where a definition begins; each of it can be changed before the machine is made. */
export interface MachineTemplate {
  readonly key: string;
  readonly word: string;
  readonly means: string;
  readonly guest: MachineDefinition["guest"];
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly diskMiB: number;
  readonly stop: DialStop;
}

const GIB = 1024;

/** Sizes of ours (†), of what is commonly put on a pair of hosts. */
export const MACHINE_TEMPLATES: readonly MachineTemplate[] = [
  {
    key: "small",
    word: "Small server",
    means: "A gateway, a file share, a licence server.",
    guest: "linux",
    vcpus: 2,
    memoryMiB: 2 * GIB,
    diskMiB: 20 * GIB,
    stop: "high-availability",
  },
  {
    key: "application",
    word: "Application server",
    means: "A web shop, a message broker, a back office.",
    guest: "linux",
    vcpus: 4,
    memoryMiB: 8 * GIB,
    diskMiB: 60 * GIB,
    stop: "high-availability",
  },
  {
    key: "database",
    word: "Database",
    means: "Orders, stock, patients: what must not pause.",
    guest: "linux",
    vcpus: 4,
    memoryMiB: 16 * GIB,
    diskMiB: 200 * GIB,
    stop: "fault-tolerance",
  },
  {
    key: "control",
    word: "Control system",
    means: "A line controller, a historian, a door server.",
    guest: "windows",
    vcpus: 2,
    memoryMiB: 8 * GIB,
    diskMiB: 80 * GIB,
    stop: "fault-tolerance",
  },
  {
    key: "windows",
    word: "Windows server",
    means: "A directory, a print server, a desktop broker.",
    guest: "windows",
    vcpus: 4,
    memoryMiB: 8 * GIB,
    diskMiB: 100 * GIB,
    stop: "high-availability",
  },
  {
    key: "test",
    word: "Test machine",
    means: "What may stop with its host.",
    guest: "linux",
    vcpus: 1,
    memoryMiB: GIB,
    diskMiB: 10 * GIB,
    stop: "unprotected",
  },
];
