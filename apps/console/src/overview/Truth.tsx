import type { OverviewView } from "@v-available/api/view/overview";
import { PROTECTION_LABEL } from "@v-available/domain/label";
import {
  FAULT_TOLERANCE,
  HIGH_AVAILABILITY,
  type Protection,
  REMOTE_AVAILABILITY,
  UNPROTECTED,
  withRecovery,
} from "@v-available/domain/level";
import { LevelGlyph } from "@v-available/ui/LevelGlyph";
import Link from "next/link";
import { Fragment, type JSX, type ReactNode } from "react";
import type { AgedFleet } from "./aged-fleet";
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

/** The place of the running incident becomes the way to it. */
function withLink(text: string, view: OverviewView): ReactNode {
  for (const incident of view.incidents) {
    for (const place of [incident.site?.name, incident.pair?.name]) {
      const at = place === undefined ? -1 : text.search(new RegExp(`\\b${place.replace(/\W/g, "\\$&")}\\b`));
      if (place === undefined || at < 0) continue;
      return (
        <Fragment>
          {text.slice(0, at)}
          <Link href={`/incidents/${incident.id}`}>{place}</Link>
          {text.slice(at + place.length)}
        </Fragment>
      );
    }
  }
  return text;
}

export function Truth({ view, fleet }: { view: OverviewView; fleet: AgedFleet }): JSX.Element {
  const { main, second } = fleet.sentence;
  const tone = fleet.tone === null ? undefined : `var(--${PROTECTION_LABEL[fleet.tone].tone})`;
  return (
    <section className={styles.truth} aria-labelledby="truth">
      <h1 className="say" id="truth">
        <b>{main}</b>
        {second === null ? null : (
          <>
            {" "}
            <span className={styles.second} style={{ color: tone }}>
              {withLink(second, view)}
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
