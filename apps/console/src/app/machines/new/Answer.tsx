import type { CreatePreview } from "@v-available/api/view/create-preview";
import { levelWords } from "@v-available/ui/LevelGlyph";
import { Region } from "@v-available/ui/Region";
import { Skeleton } from "@v-available/ui/Skeleton";
import type { JSX } from "react";
import { RefusedNote } from "../../../view/Refused";
import { PredictionTable } from "../[id]/PredictionTable";
import { Checks } from "../Checks";
import { protectionOfChoice } from "../level-choice";
import { type Draft, levelOfDraft } from "./draft";
import styles from "./new-machine.module.css";

/** What admission says of it as it stands, and what it would survive: before it is asked for. */
export function Answer({
  draft,
  preview,
  old,
  error,
}: {
  draft: Draft;
  preview: CreatePreview | undefined;
  /** It is about what stood there a moment ago. */
  old: boolean;
  error: unknown;
}): JSX.Element {
  const at = preview?.at ?? null;
  const names = at === null ? [] : [draft.name, at.pair.name, at.hosts.a, at.hosts.b];
  const level = levelWords(protectionOfChoice(levelOfDraft(draft)));
  return (
    <Region
      title="Admission"
      aside={
        at === null ? null : (
          <>
            on <span className="id">{at.pair.name}</span>, now
          </>
        )
      }
    >
      <div aria-live="polite" className={styles.answer} data-old={old || undefined}>
        {error !== null ? (
          <RefusedNote error={error} />
        ) : preview === undefined ? (
          <Skeleton label="Asking admission" rows={6} />
        ) : at === null ? (
          <p>There is no pair yet on which a machine could run.</p>
        ) : (
          <>
            <Checks checks={at.checks} />
            <h3>Prediction, once it runs at {level}</h3>
            <PredictionTable predictions={at.predictions} names={names} when="If this happens then" />
          </>
        )}
      </div>
    </Region>
  );
}
