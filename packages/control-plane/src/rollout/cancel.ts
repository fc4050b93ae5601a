import { type ActorDeed, perform } from "../audit/deed";
import { authoriseEverywhere } from "../authorise";
import type { Environment } from "../environment";
import { endWaiting } from "./end-waiting";
import { findRollout, nameOf } from "./find";
import type { RolloutInput } from "./input";
import { isNot, type RolloutAnswer } from "./pause";
import { recordRollout } from "./record";

/** What is done stays done, what waits stays as it is, and what is under way is finished: no machine is left half way. */
export function cancelRollout(
  environment: Environment,
  { rolloutId }: RolloutInput,
  deed: ActorDeed,
): Promise<RolloutAnswer> {
  authoriseEverywhere(deed.by, "change-policies");
  return perform(environment, deed, async (writer) => {
    const row = await findRollout(writer.db, rolloutId);
    const subject = { kind: "policy", id: row.policyId } as const;
    if (row.state === "cancelling" || row.state === "cancelled")
      return { answer: { rolloutId, state: row.state }, before: null, after: null, outcome: "unchanged", subject };
    if (row.state === "done") throw isNot(row, "cancelled", "running or paused");
    const by = deed.by.name;
    const underWay = await endWaiting(writer, row, `${by} cancelled it.`);
    recordRollout(writer, row, by, "rollout.cancel", `${by} cancelled the rollout of ${nameOf(row)}.`);
    const state = underWay > 0 ? "cancelling" : "cancelled";
    return { answer: { rolloutId, state }, before: { state: row.state }, after: { state, underWay }, subject };
  });
}
