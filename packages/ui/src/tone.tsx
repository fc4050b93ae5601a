import { TONES as STATE_TONES, type Tone as StateTone } from "@v-available/domain/label";

/** The state colours, and ink, which is no state. Each is a custom property of the same name. */
export const TONES = ["ink", ...STATE_TONES] as const;
export type Tone = StateTone | "ink";

export const toneColor = (tone: Tone): string => `var(--${tone})`;
