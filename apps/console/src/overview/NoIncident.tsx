import type { HandledRow } from "@v-available/api/view/incident";
import { Region } from "@v-available/ui/Region";
import type { JSX } from "react";
import { Clock } from "../client/Zone";
import { Link } from "../shell/Link";

/** Nothing runs; what was last, today. */
export function NoIncident({ last }: { last: HandledRow | null }): JSX.Element {
  return (
    <Region title="No incident runs">
      <p className="sub">
        {last === null ? (
          "None was recorded today."
        ) : (
          <>
            The last one began at <Clock atMs={last.atMs} />:{" "}
            <Link href={`/incidents/${last.incidentId}`}>{last.title}</Link>.
          </>
        )}
      </p>
    </Region>
  );
}
