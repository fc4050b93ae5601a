"use client";
import type { JSX } from "react";

/** The frame itself could not be drawn, so this stands alone: no style, no word of ours beyond the browser's own. */
export default function FrameError({ reset }: { reset: () => void }): JSX.Element {
  return (
    <html lang="en">
      <body>
        <h1>The console met a defect of its own.</h1>
        <p>Nothing was changed; the machines are not concerned.</p>
        <button type="button" onClick={reset}>
          Draw it again
        </button>
      </body>
    </html>
  );
}
