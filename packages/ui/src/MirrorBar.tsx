import type { JSX } from "react";
import { Drawing } from "./Drawing";
import { type Tone, toneColor } from "./tone";

export interface MirrorBarProps {
  /** Part that is on both hosts, 0 to 1. */
  readonly ratio: number;
  readonly tone?: Tone;
  readonly width?: number;
  /** Null where the percentage stands beside it. */
  readonly label?: string | null;
}

/** How far a copy is: the filled part is on both hosts, the open part on one. */
export function MirrorBar({ ratio, tone = "resyncing", width = 96, label }: MirrorBarProps): JSX.Element {
  const part = Math.min(1, Math.max(0, ratio));
  // Rounded down: a copy that is not complete never shows as full.
  const percent = Math.floor(part * 100);
  return (
    <Drawing
      className="va-mirror"
      width={width}
      height="7"
      viewBox={`0 0 ${width} 7`}
      style={{ color: toneColor(tone) }}
      label={label === undefined ? `${percent} percent copied` : label}
    >
      <rect x=".5" y=".5" width={width - 1} height="6" fill="none" stroke="currentColor" />
      <rect x="0" y="0" width={Math.floor(width * part)} height="7" fill="currentColor" />
    </Drawing>
  );
}
