import type { PairState, ProtectionState } from "@v-available/domain/state";
import type { JSX, ReactNode } from "react";
import { StateMark } from "./StateMark";
import { PAIR_LOOK, PROTECTION_LOOK } from "./tone";

export interface StateBadgeProps {
  readonly state: ProtectionState;
  readonly ratio?: number | undefined;
  /** Where the reader needs another word than the state's own. */
  readonly word?: ReactNode;
  readonly note?: ReactNode;
  readonly size?: "plain" | "large";
}

/** Shape, word and colour together: none of the three stands alone. */
export function StateBadge({ state, ratio, word, note, size = "plain" }: StateBadgeProps): JSX.Element {
  const look = PROTECTION_LOOK[state];
  return (
    <span className="va-state" data-tone={look.tone} data-size={size}>
      <StateMark state={state} ratio={ratio} size={size === "large" ? 14 : 12} />
      <b>{word ?? look.word}</b>
      {note === undefined ? null : <span className="va-note">{note}</span>}
    </span>
  );
}

export interface PairBadgeProps {
  readonly state: PairState;
  readonly word?: ReactNode;
  readonly note?: ReactNode;
  readonly size?: "plain" | "large";
}

export function PairBadge({ state, word, note, size = "plain" }: PairBadgeProps): JSX.Element {
  const look = PAIR_LOOK[state];
  return (
    <span className="va-state" data-tone={look.tone} data-size={size}>
      <StateMark state={look.mark} size={size === "large" ? 14 : 12} />
      <b>{word ?? look.word}</b>
      {note === undefined ? null : <span className="va-note">{note}</span>}
    </span>
  );
}
