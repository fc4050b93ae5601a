import type { JSX } from "react";

export interface SparklineProps {
  readonly values: readonly number[];
  readonly height?: number;
  /** A value that would be too much; drawn as a dotted line. */
  readonly limit?: number | undefined;
}

const WIDTH = 300;

/** A line of the last values. It is silent: the number stands beside it as text. */
export function Sparkline({ values, height = 56, limit }: SparklineProps): JSX.Element | null {
  if (values.length < 2) return null;
  const top = Math.max(...values, limit ?? 0, Number.MIN_VALUE) * 1.15;
  const step = WIDTH / (values.length - 1);
  const level = (value: number) => (height - 1 - (value / top) * (height - 2)).toFixed(1);
  const points = values.map((value, index) => `${(index * step).toFixed(1)} ${level(value)}`);
  return (
    <svg
      className="va-sparkline"
      width="100%"
      height={height}
      viewBox={`0 0 ${WIDTH} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {limit === undefined ? null : (
        <path
          d={`M0 ${level(limit)}H${WIDTH}`}
          stroke="var(--rule-2)"
          strokeDasharray="2 3"
          vectorEffect="non-scaling-stroke"
        />
      )}
      <path
        d={`M${points.join("L")}`}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.25"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
