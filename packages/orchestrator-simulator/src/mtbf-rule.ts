import { DEFAULT_MTBF_RULE, type MtbfRule, strictestRule } from "@v-available/domain/mtbf";
import { SIDES } from "@v-available/domain/state";
import { hostAt, type Sim, vmsOf } from "./sim";

/** By which the parts of a pair are judged: the strictest word of all policies of its machines, as its hosts have it. */
export const mtbfRuleOf = (sim: Sim, pairRef: string): MtbfRule =>
  strictestRule(
    vmsOf(sim, pairRef).map(({ ref }) => {
      const known = SIDES.flatMap((side) => hostAt(sim, pairRef, side).durable?.vms[ref]?.intent ?? []);
      const [newest] = known.sort((one, other) => other.version - one.version);
      return newest?.heed?.mtbf ?? DEFAULT_MTBF_RULE;
    }),
  );
