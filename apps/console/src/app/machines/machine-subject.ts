import type { MachineRow } from "@v-available/api/view/machine";
import { plainText } from "@v-available/domain/machine-field";
import { type MachineSubject, wordsOfLevel, wordsOfState } from "@v-available/domain/machine-match";
import type { ProtectionState } from "@v-available/domain/state";
import type { Shown } from "./machine-order";

const known = new WeakMap<MachineRow, { readonly state: ProtectionState; readonly subject: MachineSubject }>();

/** What a query looks at, with the state that may be believed now, which is not always what was answered. */
export function subjectOf({ row, state }: Shown): MachineSubject {
  const before = known.get(row);
  if (before?.state === state) return before.subject;
  const subject = made({ row, state });
  known.set(row, { state, subject });
  return subject;
}

const made = ({ row, state }: Shown): MachineSubject => ({
  name: row.name.toLowerCase(),
  words: {
    level: wordsOfLevel(row.declaredStop, row.declared),
    state: wordsOfState(state),
    power: [row.desiredPower],
    guest: [row.guest],
    site: [plainText(row.site.name), plainText(row.region)],
    pair: [plainText(row.pair.name)],
    host: [plainText(row.hosts[row.activeSide])],
  },
  numbers: {
    cpu: row.load.cpuRatio * 100,
    vcpus: row.vcpus,
    memory: row.memoryMiB / 1_024,
    disk: row.diskMiB / 1_024,
  },
});
