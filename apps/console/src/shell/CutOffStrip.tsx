"use client";
import type { JSX } from "react";
import { useConnection } from "../client/connection";
import { useWantedPage } from "../client/kept-page";

/** One strip on top while nothing is heard. It takes its room only then, and the page below stays as last known. */
export function CutOffStrip(): JSX.Element {
  const { cutOff, reason } = useConnection();
  const waitsForPage = useWantedPage() !== null;
  return (
    <div role="status">
      {cutOff ? (
        <p className="strip">
          <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
            <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.2 1.7" />
            <circle cx="6" cy="6" r="1" fill="currentColor" />
          </svg>
          <b>{reason}</b>
          <span className="mid">
            The hosts go on deciding without it. It tries again every second
            {waitsForPage ? ", and then opens the page that you chose" : ""}.
          </span>
        </p>
      ) : null}
    </div>
  );
}
