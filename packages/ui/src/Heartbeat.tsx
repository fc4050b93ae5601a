import type { JSX } from "react";
import { Drawing } from "./Drawing";

const BEATS = 8;

/** Eight beats, the latest at the right. A missed one is a flat line. Drawn once a second; still where motion is reduced. */
export function Heartbeat({ missed = 0, label }: { missed?: number; label?: string }): JSX.Element {
  const heard = BEATS - Math.min(BEATS, Math.max(0, missed));
  const path = Array.from({ length: BEATS }, (_, beat) =>
    beat < heard ? `M${beat * 10} 8h3l1-5 2 8 1-3h3` : `M${beat * 10} 8h10`,
  ).join("");
  return (
    <Drawing
      className="va-heartbeat"
      data-beating={missed === 0}
      width="80"
      height="12"
      viewBox="0 0 80 12"
      label={label ?? null}
      style={missed > 0 ? { color: "var(--down)" } : undefined}
    >
      <path d={path} fill="none" stroke="currentColor" strokeWidth="1.2" pathLength="300" />
    </Drawing>
  );
}
