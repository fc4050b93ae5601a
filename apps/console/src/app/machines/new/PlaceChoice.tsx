import type { CreatePreview, PlaceView } from "@v-available/api/view/create-preview";
import { mebibytesWords } from "@v-available/domain/size-words";
import { SIDES } from "@v-available/domain/state";
import { countWords, numberWords } from "@v-available/domain/wording";
import { Field } from "@v-available/ui/Field";
import { Region } from "@v-available/ui/Region";
import { Segmented } from "@v-available/ui/Segmented";
import type { JSX } from "react";
import { Named } from "../../../client/Named";
import type { Draft } from "./draft";
import styles from "./new-machine.module.css";
import type { FieldsProps } from "./SizeFields";

function roomWords({ fits, orMore, refusedBecause, spareMiB }: PlaceView): string {
  if (refusedBecause !== null) return refusedBecause;
  return `Room for ${numberWords(fits)}${orMore ? " or more" : ""} like it; ${mebibytesWords(Math.max(0, spareMiB))} are left once a host is lost.`;
}

function askedWords({ asked, of, ranked }: CreatePreview["places"]): string {
  if (of === 0) return "No pair has that in its name or site.";
  if (of <= ranked.length) return `${countWords(of, "pair")}.`;
  return `The best ${ranked.length} of ${countWords(of, "pair")}; ${asked === of ? "all" : `the ${numberWords(asked)} with the most memory left`} were asked.`;
}

export function PlaceChoice({
  draft,
  set,
  wrong,
  preview,
}: FieldsProps & { preview: CreatePreview | undefined }): JSX.Element {
  const at = preview?.at ?? null;
  const places = preview?.places;
  // What was chosen is chosen at once, also while admission is still being asked about it.
  const chosen = draft.pair || at?.pair.id;
  const problem = wrong("pairId") ?? wrong("side");
  const names = at === null ? [] : [at.pair.name, at.hosts.a, at.hosts.b];
  return (
    <Region title="5. Place" aside="most room first">
      <div className={styles.fields}>
        <Field label="Find a pair" hint={places === undefined ? "" : askedWords(places)}>
          {(control) => (
            <input
              {...control}
              value={draft.find}
              placeholder="a pair or a site"
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => set({ find: event.target.value })}
            />
          )}
        </Field>
      </div>
      <fieldset className={styles.places}>
        <legend className="vh">Pair</legend>
        {at !== null &&
        places !== undefined &&
        at.pair.id === draft.pair &&
        places.ranked.every(({ pair }) => pair.id !== draft.pair) ? (
          <label>
            <input type="radio" name="pair" checked readOnly />
            <span>
              <b className="id">{at.pair.name}</b> <span className="sub">chosen before</span>
            </span>
          </label>
        ) : null}
        {places?.ranked.map((place) => {
          const refused = place.forbiddenBecause ?? place.refusedBecause;
          return (
            <label key={place.pair.id} data-refused={refused !== null || undefined}>
              <input
                type="radio"
                name="pair"
                checked={place.pair.id === chosen}
                onChange={() => set({ pair: place.pair.id, side: "" })}
              />
              <span>
                <b className="id">{place.pair.name}</b>
                {place.site === null ? null : <>, {place.site.name}</>}
                <span className={styles.means}>{place.forbiddenBecause ?? roomWords(place)}</span>
              </span>
            </label>
          );
        })}
      </fieldset>
      {problem === undefined ? null : (
        <p className="va-field-error">
          <Named text={problem} names={names} />
        </p>
      )}
      {at === null ? null : (
        <p className={styles.side}>
          Begins on{" "}
          <Segmented<Draft["side"]>
            label="Begins on"
            value={draft.side}
            onChange={(side) => set({ side, pair: at.pair.id })}
            options={[
              { value: "", label: "the freer host" },
              ...SIDES.map((side) => ({ value: side, label: <span className="id">{at.hosts[side]}</span> })),
            ]}
          />{" "}
          <span className="sub">
            {draft.side === "" ? (
              <>
                <span className="id">{at.hosts[at.side]}</span> now
              </>
            ) : null}
          </span>
        </p>
      )}
    </Region>
  );
}
