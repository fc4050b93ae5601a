import type { JSX } from "react";

/** Which way a copy runs. */
export function Arrow({ to }: { to: "a" | "b" }): JSX.Element {
  return (
    <svg className="va-mark" width="12" height="8" viewBox="0 0 12 8" aria-hidden="true">
      <path
        d={to === "b" ? "M0 4h10M7 1l3.4 3L7 7" : "M12 4H2M5 1L1.6 4 5 7"}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.3"
      />
    </svg>
  );
}
