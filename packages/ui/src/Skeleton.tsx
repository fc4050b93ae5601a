import type { JSX } from "react";

/** Still bars in the final layout, seen only when the wait is longer than 300 ms (the delay is in the style). */
export function Skeleton({ label, rows = 6 }: { label: string; rows?: number }): JSX.Element {
  return (
    <div className="va-skeleton" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars have no identity but their place
        <span key={row} className="va-skeleton-row" aria-hidden="true">
          <i style={{ width: "9%" }} />
          <i style={{ width: `${42 - ((row * 7) % 17)}%` }} />
          <i style={{ width: "14%" }} />
        </span>
      ))}
    </div>
  );
}
