import type { PolicyView } from "@v-available/api/view/policy";
import type { Policy } from "@v-available/domain/policy";

/** What the tour changes in a policy: how often a proof of the copies elsewhere is due. Nothing else of it moves. */
export interface PolicyChange {
  readonly id: string;
  readonly name: string;
  readonly fromDays: number | null;
  readonly toDays: number;
  /** In force. */
  readonly version: number;
  readonly draft: { readonly revision: number; readonly by: string; readonly isOurs: boolean } | null;
  /** As the draft would have it. */
  readonly changed: Policy;
  /** Whether the version in force is the one that the tour published. */
  readonly isPublished: boolean;
}

/** What stays with the version that the tour publishes: that tells it from what anybody else did. */
export const PUBLISHED_BECAUSE = "The guided tour asks for a proof more often.";
export const ROLLED_BACK_BECAUSE = "The guided tour puts back what it changed.";

const DAYS = 30;
const OTHER_DAYS = 60;

/** @returns null of a policy that has no version yet: there is nothing in force to change */
export function policyChange(view: PolicyView): PolicyChange | null {
  const [inForce] = view.versions;
  if (inForce === undefined) return null;
  const fromDays = inForce.policy.drillEveryDays;
  const toDays = fromDays === DAYS ? OTHER_DAYS : DAYS;
  const { draft } = view;
  return {
    id: view.id,
    name: view.name,
    fromDays,
    toDays,
    version: inForce.version,
    draft: draft && { revision: draft.revision, by: draft.editedBy, isOurs: isOurs(draft.diff, toDays) },
    changed: { ...inForce.policy, drillEveryDays: toDays },
    isPublished: inForce.reason === PUBLISHED_BECAUSE,
  };
}

/** A draft of somebody who was here before must not be published by a tour: ours has one line, and nothing else. */
function isOurs(diff: NonNullable<PolicyView["draft"]>["diff"], toDays: number): boolean {
  const [only, ...others] = diff.filter(({ kind }) => kind === "added");
  return others.length === 0 && only?.text === `drillEveryDays: ${toDays}`;
}
