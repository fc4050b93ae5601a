import { SEVERITY_LABEL } from "@v-available/domain/label";
import type { Severity } from "@v-available/domain/state";
import type { JSX } from "react";
import { Drawing } from "./Drawing";

const SLOTS = [0, 1, 2, 3];

/** How many bars stand. Indeterminate is a broken line: it has no height. */
export function SeverityMark({
  severity,
  size = 14,
  tone,
  label,
}: {
  severity: Severity;
  size?: number;
  /** Instead of the colour of the severity: of what is over, or is not there. */
  tone?: "ink" | "over";
  label?: string;
}): JSX.Element {
  const { bars, tone: own } = SEVERITY_LABEL[severity];
  return (
    <Drawing
      className="va-mark"
      width={size}
      height={size}
      viewBox="0 0 12 12"
      fill="currentColor"
      style={{ color: tone === "ink" ? "currentColor" : tone === "over" ? "var(--ink-3)" : `var(--${own})` }}
      label={label ?? null}
    >
      {SLOTS.map((slot) => {
        if (bars === 0) return <rect key={slot} x={slot * 3} y={slot % 2 ? 5 : 6} width="2" height="1" />;
        const stands = slot < bars;
        const height = stands ? 3 + 3 * slot : 1;
        return (
          <rect key={slot} x={slot * 3} y={12 - height} width="2" height={height} opacity={stands ? undefined : 0.5} />
        );
      })}
    </Drawing>
  );
}

/** The mark with its word. */
export function SeverityBadge({ severity }: { severity: Severity }): JSX.Element {
  return (
    <span className="va-severity">
      <SeverityMark severity={severity} />
      {SEVERITY_LABEL[severity].word}
    </span>
  );
}
