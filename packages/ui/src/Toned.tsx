import type { JSX, ReactNode } from "react";
import { type Tone, toneColor } from "./tone";

/** A word in the colour of a state. The word itself says the state; the colour only repeats it. */
export function Toned({ tone, children }: { tone: Tone; children: ReactNode }): JSX.Element {
  return <b style={{ color: toneColor(tone) }}>{children}</b>;
}
