import type { OverviewView } from "@v-available/api/view/overview";
import {
  FAULT_TOLERANCE,
  HIGH_AVAILABILITY,
  type Protection,
  REMOTE_AVAILABILITY,
  UNPROTECTED,
  withRecovery,
} from "@v-available/domain/level";
import type { SentencePart } from "@v-available/domain/sentence";
import { LevelGlyph } from "@v-available/ui/LevelGlyph";
import type { JSX, ReactNode } from "react";
import { Clock } from "../client/Zone";
import { Link } from "../shell/Link";
import { type AgedFleet, toneOf } from "./aged-fleet";
import styles from "./Truth.module.css";

const LEVELS: readonly {
  readonly key: keyof OverviewView["levels"];
  readonly word: string;
  readonly protection: Protection;
  /** Shown at zero as well: the levels that the product is about. */
  readonly always: boolean;
}[] = [
  { key: "faultTolerance", word: "Fault Tolerance", protection: FAULT_TOLERANCE, always: true },
  { key: "highAvailability", word: "High Availability", protection: HIGH_AVAILABILITY, always: true },
  { key: "unprotected", word: "Unprotected by choice", protection: UNPROTECTED, always: false },
  { key: "remoteAvailability", word: "across two sites", protection: REMOTE_AVAILABILITY, always: false },
  {
    key: "disasterRecovery",
    word: "with Disaster Recovery",
    protection: withRecovery(HIGH_AVAILABILITY),
    always: false,
  },
];

/** A place where an incident runs is the way to it; a time is told in the reader's own zone. */
function Part({ part, view }: { part: SentencePart; view: OverviewView }): ReactNode {
  if (part.kind === "time") return <Clock atMs={part.atMs} nowMs={view.nowMs} />;
  if (part.kind === "text") return part.text;
  const incident = view.incidents.find(({ site }) => site?.id === part.siteId);
  return incident ? <Link href={`/incidents/${incident.id}`}>{part.name}</Link> : part.name;
}

export function Truth({ view, fleet }: { view: OverviewView; fleet: AgedFleet }): JSX.Element {
  const { lead, trouble } = fleet.truth;
  return (
    <section className={styles.truth} aria-labelledby="truth">
      <h1 className="say" id="truth">
        <b>{lead}</b>
        {trouble === null ? null : (
          <>
            {" "}
            <span className={styles.second} style={{ color: `var(--${toneOf(trouble.state)})` }}>
              {trouble.parts.map((part, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no identity but their place
                <Part key={index} part={part} view={view} />
              ))}
            </span>
          </>
        )}
      </h1>
      <ul className={styles.levels} aria-label="Machines by declared level">
        {LEVELS.filter(({ key, always }) => always || view.levels[key] > 0).map(({ key, word, protection }) => (
          <li key={key}>
            <LevelGlyph protection={protection} size={15} label={null} />
            {word} <b>{view.levels[key]}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}
