import type { HandledRow } from "@v-available/api/view/incident";
import { Region } from "@v-available/ui/Region";
import type { JSX } from "react";
import { Link } from "../shell/Link";
import { Moment } from "../view/Moment";

/** Nothing runs; what was last. */
export function NoIncident({ last }: { last: HandledRow | null }): JSX.Element {
  return (
    <Region title="No incident runs">
      <p className="sub">
        {last === null ? (
          "None was recorded yet."
        ) : (
          <>
            The last one began at <Moment atMs={last.atMs} />:{" "}
            <Link href={`/incidents/${last.incidentId}`}>{last.title}</Link>.
          </>
        )}
      </p>
    </Region>
  );
}
