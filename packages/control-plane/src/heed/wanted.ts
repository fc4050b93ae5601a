import type { Queryable } from "@v-available/db/database";
import { policyAssignment } from "@v-available/db/schema/policy-assignment";
import type { CapabilityAnswers } from "@v-available/domain/finding";
import type { Heed } from "@v-available/domain/heed";
import { isSameHeed, NO_HEED } from "@v-available/domain/no-heed";
import { isStale } from "@v-available/domain/pair-facts";
import type { Policy, RestartAfter } from "@v-available/domain/policy";
import type { Capability } from "@v-available/orchestrator/capability";
import { capabilitiesByAdapter, type Held, holderAsker } from "../policy/held";
import { policiesInForce } from "../policy/in-force";
import type { Picture, PicturedPair } from "../query/picture";

type Named = Pick<Held, "name" | "labels" | "machine">;

/** A machine whose hosts act on something else than its policy says. */
export interface Wanted {
  readonly pair: PicturedPair;
  readonly machine: Held["machine"];
  readonly heed: Heed;
  /** Null where no policy holds it any more. */
  readonly policyId: string | null;
  readonly policyName: string | null;
}

/** Machines of its own pair that one is restarted after: hosts hear of no others. */
export const restartedAfter = (
  { after, self }: { after: readonly RestartAfter[]; self: string },
  ofPair: readonly Named[],
): readonly Named[] =>
  ofPair.filter(
    ({ name, labels, machine }) =>
      machine.row.ref !== self &&
      after.some((one) => ("machine" in one ? one.machine === name : labels.includes(one.label))),
  );

/** What its hosts are to act on: of what its policy says, as much as they can. */
export function heedOf(
  said: Policy | null,
  self: string,
  ofPair: readonly Named[],
  capabilities: CapabilityAnswers,
): Heed {
  const can = (capability: Capability): boolean => capabilities[capability]?.supported === true;
  if (said === null) return NO_HEED;
  const { restartPriority: priority, startDelayMs: delayMs, restartAfter, resyncShareRatio } = said;
  const { mtbf: policy, mtbfThresholdMs: thresholdMs } = said;
  const after = restartedAfter({ after: restartAfter, self }, ofPair).map(({ machine }) => machine.row.ref);
  return {
    resyncShareRatio: can("resync-share") ? resyncShareRatio : NO_HEED.resyncShareRatio,
    restart: can("restart-order") ? { priority, after: after.sort(), delayMs } : NO_HEED.restart,
    mtbf: can("mtbf-policy") ? { policy, thresholdMs } : NO_HEED.mtbf,
  };
}

/** All machines whose hosts have to be told, of pairs that are heard. */
export async function wantedHeeds(db: Queryable, picture: Picture): Promise<readonly Wanted[]> {
  const isAnyHeeded = picture.pairs.some(({ vms }) => vms.some(({ row }) => row.observed.heed !== undefined));
  if (!isAnyHeeded && (await db.select({ id: policyAssignment.id }).from(policyAssignment).limit(1)).length === 0)
    return [];
  const ask = await holderAsker(db);
  const inForce = await policiesInForce(db);
  const capabilitiesOf = await capabilitiesByAdapter(db);
  return picture.pairs.flatMap((pair) => {
    if (isStale(pair.facts)) return [];
    const ofPair = pair.vms.map((machine) => ask(machine, pair));
    const capabilities = capabilitiesOf(pair.row.adapter);
    return ofPair.flatMap(({ machine, assigned }): Wanted[] => {
      const policyId = assigned?.policyId ?? null;
      const said = policyId === null ? null : (inForce.get(policyId) ?? null);
      const { observed } = machine.row;
      const heed = heedOf(said, observed.ref, ofPair, capabilities);
      if (isSameHeed(heed, observed.heed)) return [];
      return [{ pair, machine, heed, policyId, policyName: said?.name ?? null }];
    });
  });
}
