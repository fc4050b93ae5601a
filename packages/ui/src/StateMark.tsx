import { PROTECTION_LABEL } from "@v-available/domain/label";
import type { ProtectionState } from "@v-available/domain/state";
import type { JSX } from "react";
import { ShapeMark, type ShapeMarkProps } from "./ShapeMark";

export interface StateMarkProps extends Omit<ShapeMarkProps, "shape" | "tone"> {
  readonly state: ProtectionState;
}

/** The silhouette of a machine's headline state. */
export function StateMark({ state, ...rest }: StateMarkProps): JSX.Element {
  const { shape, tone } = PROTECTION_LABEL[state];
  return <ShapeMark shape={shape} tone={tone} {...rest} />;
}
