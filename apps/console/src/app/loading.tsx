import type { JSX } from "react";

/** Still bars in the shape of a page, and only where the wait is felt. */
export default function Loading(): JSX.Element {
  return (
    <div className="wait" role="status" aria-label="Loading">
      <div className="grid gap-4 pt-7">
        <span className="skel" style={{ width: "38%", height: 24 }} />
        <span className="skel" style={{ width: "54%", height: 24 }} />
        {[18, 31, 24, 28, 22, 30, 26].map((width) => (
          <span key={width} className="skel" style={{ width: `${width * 2}%` }} />
        ))}
      </div>
    </div>
  );
}
