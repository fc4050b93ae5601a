import { PROTECTION_LABEL } from "@v-available/domain/label";
import type { ProtectionState } from "@v-available/domain/state";
import type { JSX } from "react";
import { AS_WISHED, ShapeMark, type ShapeMarkProps } from "./ShapeMark";

export interface StateMarkProps extends Omit<ShapeMarkProps, "shape" | "tone"> {
  readonly state: ProtectionState;
  /** The state is what was declared, so that it must not look like an alarm. */
  readonly asWished?: boolean;
}

/** The silhouette of a machine's headline state. */
export function StateMark({ state, asWished = false, ...rest }: StateMarkProps): JSX.Element {
  const { shape, tone } = asWished ? AS_WISHED : PROTECTION_LABEL[state];
  return <ShapeMark shape={shape} tone={tone} {...rest} />;
}
