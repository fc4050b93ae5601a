import type { PairFormingView } from "@v-available/api/view/pair-forming";
import { mebibytesWords } from "@v-available/domain/size-words";
import { Field } from "@v-available/ui/Field";
import { Region } from "@v-available/ui/Region";
import type { JSX } from "react";
import styles from "../checked/checked.module.css";
import type { PairDraft, ShownField } from "./pair-draft";
import type { SetPairDraft } from "./use-pair-draft";

interface FieldsProps {
  readonly draft: PairDraft;
  readonly set: SetPairDraft;
  readonly wrong: (field: ShownField) => string | undefined;
}

/** "8 GiB" beside the MiB that were typed; nothing while it is no number. */
const inWords = (text: string): string =>
  /^\d+$/.test(text.trim()) && Number(text) > 0 ? mebibytesWords(Number(text)) : "left empty, nothing is planned";

export function WitnessFields({
  witnesses,
  ...props
}: FieldsProps & { witnesses: PairFormingView["witnesses"] }): JSX.Element {
  const { draft, set, wrong } = props;
  const options = witnesses.map(({ name, siteName }) => (
    <option key={name} value={name}>
      {name}, {siteName}
    </option>
  ));
  return (
    <Region title="2. Name and witness" aside="the witness decides who goes on">
      <div className={styles.fields}>
        <Field label="Name" hint="Lower-case letters, digits and inner hyphens." error={wrong("name")}>
          {(control) => (
            <input
              {...control}
              className="id"
              value={draft.name}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <span />
        <Field label="Witness" hint="At a site of its own, best." error={wrong("witness")}>
          {(control) => (
            <select {...control} value={draft.witness} onChange={(event) => set({ witness: event.target.value })}>
              <option value="">not chosen yet</option>
              {options}
            </select>
          )}
        </Field>
        <Field label="Alternate" hint="Asked while the witness is gone." error={wrong("alternate")}>
          {(control) => (
            <select {...control} value={draft.alternate} onChange={(event) => set({ alternate: event.target.value })}>
              <option value="">none</option>
              {options}
            </select>
          )}
        </Field>
      </div>
    </Region>
  );
}

export function LoadFields({ draft, set, wrong }: FieldsProps): JSX.Element {
  return (
    <Region title="3. What is to run" aside="either host alone has to carry it">
      <div className={styles.fields}>
        <Field label="vCPU" hint="of all its machines together" error={wrong("runsVcpus")}>
          {(control) => (
            <input
              {...control}
              inputMode="numeric"
              value={draft.vcpus}
              onChange={(event) => set({ vcpus: event.target.value })}
            />
          )}
        </Field>
        <Field label="Memory, MiB" hint={inWords(draft.memory)} error={wrong("runsMemoryMiB")}>
          {(control) => (
            <input
              {...control}
              inputMode="numeric"
              value={draft.memory}
              onChange={(event) => set({ memory: event.target.value })}
            />
          )}
        </Field>
        <Field label="Disk, MiB" hint={inWords(draft.disk)} error={wrong("runsDiskMiB")}>
          {(control) => (
            <input
              {...control}
              inputMode="numeric"
              value={draft.disk}
              onChange={(event) => set({ disk: event.target.value })}
            />
          )}
        </Field>
      </div>
    </Region>
  );
}
