import type { DialStopView } from "@v-available/api/view/machine";
import { LEVEL_LABEL } from "@v-available/domain/label";
import {
  DEFAULT_TARGET_RPO_MS,
  DIAL_STOPS,
  type DialStop,
  PROTECTION_OF_STOP,
  REMOTE_AVAILABILITY,
} from "@v-available/domain/level";
import { durationWords } from "@v-available/domain/wording";
import { LevelGlyph } from "@v-available/ui/LevelGlyph";
import type { JSX } from "react";
import styles from "./LevelChoice.module.css";
import type { ChosenLevel } from "./level-choice";

const STOP_MEANS: Record<DialStop, string> = {
  unprotected: "One copy. It stops with its host.",
  "high-availability": "The disk is on both hosts. It restarts on the other one; memory is lost.",
  "fault-tolerance": "Disk and memory are on both hosts. It goes on; a crash of the guest itself is copied too.",
};

export function LevelChoice({
  chosen,
  onChoose,
  dial,
  declared = null,
}: {
  chosen: ChosenLevel;
  onChoose: (chosen: ChosenLevel) => void;
  /** Why a stop would be refused. */
  dial: readonly DialStopView[];
  /** The level that it has now. */
  declared?: DialStop | null;
}): JSX.Element {
  const { stop, twoSites, recovery } = chosen;
  return (
    <fieldset className={styles.stops}>
      <legend className="vh">Level</legend>
      {DIAL_STOPS.map((one) => {
        const refused = dial.find((view) => view.stop === one)?.refusedBecause ?? null;
        return (
          <label key={one} data-refused={refused !== null || undefined}>
            <input
              type="radio"
              name="level"
              checked={stop === one}
              onChange={() => onChoose({ ...chosen, stop: one })}
            />
            <LevelGlyph protection={PROTECTION_OF_STOP[one]} size={15} label={null} />
            <span>
              <b>{LEVEL_LABEL[one].word}</b>
              {one === declared ? <span className="sub"> declared now</span> : null}
              <span className={styles.means}>{refused ?? STOP_MEANS[one]}</span>
            </span>
          </label>
        );
      })}
      <label>
        <input
          type="checkbox"
          checked={twoSites && stop !== "unprotected"}
          disabled={stop === "unprotected"}
          onChange={() => onChoose({ ...chosen, twoSites: !twoSites })}
        />
        <LevelGlyph protection={REMOTE_AVAILABILITY} size={15} label={null} />
        <span>
          <b>across two sites</b>
          <span className={styles.means}>
            The two hosts stand at two sites, and a witness at a third: it survives the loss of a site.
          </span>
        </span>
      </label>
      <label>
        <input type="checkbox" checked={recovery} onChange={() => onChoose({ ...chosen, recovery: !recovery })} />
        <LevelGlyph
          protection={{ ...PROTECTION_OF_STOP["high-availability"], recovery: { targetRpoMs: 0 } }}
          size={15}
          label={null}
        />
        <span>
          <b>and Disaster Recovery</b>
          <span className={styles.means}>
            A copy at another site, {durationWords(DEFAULT_TARGET_RPO_MS)} behind at most. A person decides to use it.
          </span>
        </span>
      </label>
    </fieldset>
  );
}
