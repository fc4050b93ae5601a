import type { Outcome } from "@v-available/domain/prediction";
import type { JSX } from "react";
import { Drawing } from "./Drawing";
import { type Tone, toneColor } from "./tone";

const TRACE = {
  "goes-on": { tone: "ink", path: "M0 5h12v2H0zM14 5h14v2H14z" },
  restarts: { tone: "degraded", path: "M0 5h8v2H0zM8 3h1v6H8zM20 3h1v6h-1zM20 5h8v2h-8z" },
  "person-decides": {
    tone: "awaiting",
    path: "M0 5h8v2H0zM8 3h1v6H8zM13 3h1.6v6H13zM16.4 3H18v6h-1.6z",
  },
  stops: { tone: "down", path: "M0 5h11v2H0z" },
  unknown: { tone: "unknown", path: "M0 5h4v2H0zM8 5h4v2H8zM16 5h4v2h-4zM24 5h4v2h-4z" },
} as const satisfies Record<Outcome, { tone: Tone; path: string }>;

export const outcomeTone = (outcome: Outcome): Tone => TRACE[outcome].tone;

/** A line with a blink goes on, with a gap restarts, ended by a cross stops; two bars wait for a person. */
export function TraceMark({ outcome, label }: { outcome: Outcome; label?: string }): JSX.Element {
  const { tone, path } = TRACE[outcome];
  return (
    <Drawing
      className="va-mark va-trace"
      width="28"
      height="12"
      viewBox="0 0 28 12"
      fill="currentColor"
      style={{ color: toneColor(tone) }}
      label={label ?? null}
    >
      <path d={path} />
      {outcome === "stops" ? <path d="M12 2.5l7 7M19 2.5l-7 7" stroke="currentColor" strokeWidth="1.8" /> : null}
    </Drawing>
  );
}
