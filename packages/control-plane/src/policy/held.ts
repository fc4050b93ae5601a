import type { Queryable } from "@v-available/db/database";
import { adapterWatch } from "@v-available/db/schema/adapter-watch";
import { machineLabel } from "@v-available/db/schema/machine-label";
import { policyAssignment } from "@v-available/db/schema/policy-assignment";
import type { CapabilityAnswers } from "@v-available/domain/finding";
import { type Assigned, assignmentAsker } from "@v-available/domain/policy-assignment";
import { inArray } from "drizzle-orm";
import type { Picture, PicturedPair, PicturedVm } from "../query/picture";

/** A machine under a policy. */
export interface Held {
  readonly name: string;
  readonly labels: readonly string[];
  readonly machine: PicturedVm;
  readonly pair: PicturedPair;
  readonly assigned: Assigned;
}

export interface Holders {
  of(policyId: string): readonly Held[];
  /** Machines that no policy holds. */
  readonly free: number;
}

type AssignedAsker = (
  machine: { readonly id: string; readonly name: string },
  pair: PicturedPair,
) => { readonly labels: readonly string[]; readonly assigned: Assigned | null };
type Asker = (machine: PicturedVm, pair: PicturedPair) => Omit<Held, "assigned"> & { assigned: Assigned | null };

/**
 * Says of any machine which policy holds it.
 * @param only of these machines, where not all are asked about: the labels of others are not read
 */
export async function holderAsker(db: Queryable, only?: readonly string[]): Promise<Asker> {
  const ask = await assignedAsker(db, only);
  return (machine, pair) => ({ name: machine.row.name, machine, pair, ...ask(machine.row, pair) });
}

/** The same of a machine as it is named, which may not be there yet. */
export async function assignedAsker(db: Queryable, only?: readonly string[]): Promise<AssignedAsker> {
  const assignments = await db.select().from(policyAssignment);
  const labels = new Map<string, string[]>();
  for (const { vmId, label } of await db
    .select()
    .from(machineLabel)
    .where(only && inArray(machineLabel.vmId, [...only])))
    labels.set(vmId, [...(labels.get(vmId) ?? []), label]);
  const askFor = assignmentAsker(assignments.map(({ id, policyId, by }) => ({ id, policyId, ...by })));
  return ({ id, name }, pair) => {
    const own = labels.get(id) ?? [];
    return { labels: own, assigned: askFor({ id, name, siteName: pair.site?.name ?? pair.row.siteRef, labels: own }) };
  };
}

/** Which policy holds which machine of a picture. */
export async function holders(db: Queryable, picture: Picture): Promise<Holders> {
  const ask = await holderAsker(db);
  const held = new Map<string, Held[]>();
  let free = 0;
  for (const pair of picture.pairs)
    for (const machine of pair.vms) {
      const { assigned, ...one } = ask(machine, pair);
      if (!assigned) {
        free++;
        continue;
      }
      const { policyId } = assigned;
      held.get(policyId)?.push({ ...one, assigned }) ?? held.set(policyId, [{ ...one, assigned }]);
    }
  return { of: (policyId) => held.get(policyId) ?? [], free };
}

export async function capabilitiesByAdapter(db: Queryable): Promise<(adapter: string) => CapabilityAnswers> {
  const rows = await db.select().from(adapterWatch);
  return (adapter) => (rows.find((row) => row.adapter === adapter)?.capabilities ?? {}) as CapabilityAnswers;
}
