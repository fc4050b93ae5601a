import type { JSX } from "react";

const REGIONS = ["a", "b", "c", "d"];
const ROWS = ["a", "b", "c", "d"];

/** The final layout in still bars; nothing for the first 300 ms. */
export function OverviewWait(): JSX.Element {
  return (
    <div className="wait" role="status" aria-label="The overview is being read">
      <h1 className="vh">Overview</h1>
      <div className="grid gap-3 pt-8 pb-10">
        <span className="skel" style={{ width: "36%", height: 22 }} />
        <span className="skel" style={{ width: "58%", height: 22 }} />
        <span className="skel" style={{ width: "44%" }} />
      </div>
      <div className="hd">
        <span className="skel" style={{ width: 140 }} />
      </div>
      <div className="grid gap-x-7 grid-cols-[repeat(auto-fit,minmax(232px,1fr))] pt-5 pb-8">
        {REGIONS.map((region) => (
          <div key={region} className="grid gap-4 content-start pb-4">
            {ROWS.map((row) => (
              <span key={row} className="skel" />
            ))}
          </div>
        ))}
      </div>
      <div className="grid gap-9 wide:grid-cols-2">
        {["left", "right"].map((side) => (
          <div key={side}>
            <div className="hd">
              <span className="skel" style={{ width: 160 }} />
            </div>
            <div className="grid gap-4 pt-5">
              {ROWS.map((row) => (
                <span key={row} className="skel" style={{ width: "72%" }} />
              ))}
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
