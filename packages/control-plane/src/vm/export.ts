import { LEVEL_LABEL, PROTECTION_LABEL } from "@v-available/domain/label";
import { dialStopOf } from "@v-available/domain/level";
import { MACHINE_COLUMNS, type MachineColumn } from "@v-available/domain/machine-order";
import { copiedRatio, isResyncing } from "@v-available/domain/pair-facts";
import { csvLine } from "../csv";
import type { ExportMachinesInput } from "./input";
import type { Listed } from "./list-order";
import type { MachineList } from "./machine-list";

export interface MachineExport {
  readonly contentType: string;
  readonly fileName: string;
  /** Written as they are taken. */
  readonly chunks: AsyncIterable<string>;
}

const ROWS_AT_ONCE = 500;
const utc = (atMs: number): string => new Date(atMs).toISOString();
const gibibytes = (mebibytes: number): number => Math.round((mebibytes / 1_024) * 100) / 100;
const site = ({ pair }: Listed): string => pair.site?.name ?? pair.row.siteRef;

type Fields = readonly (readonly [head: string, value: (listed: Listed) => string | number | null])[];

const FIELDS: Readonly<Record<MachineColumn, Fields>> = {
  state: [["state", ({ vm }) => PROTECTION_LABEL[vm.protection.state].word]],
  name: [["name", ({ vm }) => vm.row.name]],
  level: [
    ["declared level", ({ vm }) => LEVEL_LABEL[dialStopOf(vm.row.observed.declared)].word],
    [
      "effective level",
      ({ vm }) => (vm.protection.state === "Unknown" ? "" : LEVEL_LABEL[vm.protection.effective].word),
    ],
  ],
  pair: [
    ["pair", ({ pair }) => pair.row.name],
    ["site", site],
  ],
  site: [["site", site]],
  host: [["runs on", ({ vm, pair }) => pair.hosts[vm.row.observed.activeSide]?.name ?? ""]],
  copy: [
    [
      "copied (%)",
      ({ vm: { row } }) => (isResyncing(row.observed) ? Math.floor(copiedRatio(row.observed) * 100) : null),
    ],
    [
      "complete copies",
      ({ vm: { row } }) => Object.values(row.observed.mirror.legs).filter((leg) => leg === "UpToDate").length,
    ],
  ],
  cpu: [["CPU load (%)", ({ vm }) => Math.round(vm.row.observed.load.cpuRatio * 1_000) / 10]],
  vcpus: [["vCPUs", ({ vm }) => vm.row.observed.vcpus]],
  memory: [["memory (GiB)", ({ vm }) => gibibytes(vm.row.observed.memoryMiB)]],
  disk: [["disk (GiB)", ({ vm }) => gibibytes(vm.row.observed.diskMiB)]],
  guest: [["guest", ({ vm }) => vm.row.observed.guest]],
  ip: [["IP address", ({ vm }) => vm.row.observed.ip]],
  mac: [["MAC address", ({ vm }) => vm.row.observed.mac]],
  since: [["below level since (UTC)", ({ vm }) => (vm.exposedSinceMs === null ? null : utc(vm.exposedSinceMs))]],
};

/** When it was heard that it was so: a table is read when much has changed. */
const AS_OF: Fields = [["as of (UTC)", ({ pair }) => utc(pair.row.heardAtMs)]];

function fieldsOf(columns: readonly MachineColumn[]): Fields {
  const chosen = MACHINE_COLUMNS.filter((column) => column === "name" || columns.includes(column));
  const fields = [...chosen.flatMap((column) => FIELDS[column]), ...AS_OF];
  return fields.filter(([head], at) => fields.findIndex(([other]) => other === head) === at);
}

/** All that a query finds, as it was at one moment, in its order. @throws Refusal invalid, where a word means nothing */
export function exportMachines(list: MachineList, { filter, sort, columns }: ExportMachinesInput): MachineExport {
  const found = list.find(filter, sort);
  const fields = fieldsOf(columns.length === 0 ? MACHINE_COLUMNS : columns);
  const moment = utc(list.nowMs).slice(0, 19).replaceAll(":", "");
  return {
    contentType: "text/csv; charset=utf-8; header=present",
    fileName: `machines-${moment}Z.csv`,
    chunks: (async function* () {
      yield csvLine(fields.map(([head]) => head));
      for (let at = 0; at < found.length; at += ROWS_AT_ONCE)
        yield found
          .slice(at, at + ROWS_AT_ONCE)
          .map((listed) => csvLine(fields.map(([, value]) => value(listed))))
          .join("");
    })(),
  };
}
