import { type Label, PAIR_LABEL, PROTECTION_LABEL } from "@v-available/domain/label";
import type { PairState, ProtectionState } from "@v-available/domain/state";
import type { JSX, ReactNode } from "react";
import { AS_WISHED, ShapeMark } from "./ShapeMark";

interface BadgeProps {
  readonly ratio?: number | undefined;
  /** Where the reader needs another word than the state's own. */
  readonly word?: ReactNode;
  readonly note?: ReactNode;
  readonly size?: "plain" | "large";
  /** Ink and a quiet shape where the state is what was wished: only what differs may call. The word stays. */
  readonly asWished?: boolean;
}

/** Shape, word and colour together: none of the three stands alone. */
export function LabelBadge({
  label,
  ratio,
  word,
  note,
  size = "plain",
  asWished = false,
}: BadgeProps & { label: Label }): JSX.Element {
  const { shape, tone } = asWished ? AS_WISHED : label;
  return (
    <span className="va-state" data-tone={tone} data-size={size}>
      <ShapeMark shape={shape} tone={tone} ratio={ratio} size={size === "large" ? 14 : 12} />
      <b>{word ?? label.word}</b>
      {note === undefined ? null : <span className="va-note">{note}</span>}
    </span>
  );
}

export function StateBadge({ state, ...rest }: BadgeProps & { state: ProtectionState }): JSX.Element {
  return <LabelBadge label={PROTECTION_LABEL[state]} {...rest} />;
}

export function PairBadge({ state, ...rest }: BadgeProps & { state: PairState }): JSX.Element {
  return <LabelBadge label={PAIR_LABEL[state]} {...rest} />;
}
