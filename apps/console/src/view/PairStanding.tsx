import type { PairRow } from "@v-available/api/view/pair";
import { PAIR_LABEL, PROTECTION_LABEL } from "@v-available/domain/label";
import type { PairState } from "@v-available/domain/state";
import { PairBadge, StateBadge } from "@v-available/ui/StateBadge";
import type { JSX } from "react";

/**
 * How a pair stands. One whose hosts, links and witness are well while machines on it are not says both: no headline is
 * better than the truth below it.
 */
export function PairStanding({
  pair,
  state,
  counted = false,
  size = "plain",
}: {
  pair: Pick<PairRow, "glyph" | "exposedCount" | "machineCount">;
  state: PairState;
  /** With the number of machines, where there is room. */
  counted?: boolean;
  size?: "plain" | "large";
}): JSX.Element {
  const { worst, resync } = pair.glyph;
  if (state !== "Normal" || pair.exposedCount === 0 || worst === null) return <PairBadge state={state} size={size} />;
  const how = resync === null ? "below level" : PROTECTION_LABEL.Resyncing.word.toLowerCase();
  const number = counted ? `${pair.exposedCount} of ${pair.machineCount} machines ` : "";
  return (
    <StateBadge
      state={resync === null ? worst : "Resyncing"}
      ratio={resync?.ratio}
      size={size}
      word={`${PAIR_LABEL.Normal.word}, ${number}${how}`}
    />
  );
}
