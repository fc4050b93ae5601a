import type { AlarmRow } from "@v-available/api/view/alarm";
import { SeverityMark } from "@v-available/ui/SeverityMark";
import type { JSX } from "react";
import { Named } from "../client/Named";
import { AcknowledgeButton } from "../fault/AcknowledgeButton";
import { namesItself } from "../fault/effect";
import { namesIn } from "../incident/names-in";
import { Link } from "../shell/Link";

const namesOf = (alarm: AlarmRow): readonly string[] => [
  alarm.subject.name,
  ...namesIn({ pair: alarm.pair, machines: [] }),
];

/** One alarm: what it wants, why, and its one action. */
export function WantedAlarm({ alarm }: { alarm: AlarmRow }): JSX.Element {
  return (
    <>
      <SeverityMark severity={alarm.severity} label={alarm.severity} />
      <div>
        <Link href={`/faults?alarm=${alarm.id}`}>
          <Named text={alarm.wanted ?? `${alarm.label}, ${alarm.subject.name}`} names={namesOf(alarm)} />
        </Link>
        <p>
          {alarm.wanted === null ? "" : `${alarm.label}. `}
          {namesItself(alarm) ? null : (
            <>
              <span className="id">{alarm.subject.name}</span>.{" "}
            </>
          )}
          <Named text={alarm.effect} names={namesOf(alarm)} />
        </p>
      </div>
      <AcknowledgeButton alarm={alarm} small />
    </>
  );
}
