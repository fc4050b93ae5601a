import { mebibytesWords } from "@v-available/domain/size-words";
import { Field } from "@v-available/ui/Field";
import { Region } from "@v-available/ui/Region";
import type { JSX } from "react";
import type { Draft, ShownField } from "./draft";
import styles from "./new-machine.module.css";
import type { SetDraft } from "./use-draft";

export interface FieldsProps {
  readonly draft: Draft;
  readonly set: SetDraft;
  readonly wrong: (field: ShownField) => string | undefined;
}

/** "8 GiB" beside the MiB that were typed; nothing while it is no number. */
const inWords = (text: string): string =>
  /^\d+$/.test(text.trim()) && Number(text) > 0 ? mebibytesWords(Number(text)) : "in MiB";

export function SizeFields({ draft, set, wrong }: FieldsProps): JSX.Element {
  return (
    <Region title="2. Machine">
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
        <Field label="Guest" hint="Says how long a restart takes.">
          {(control) => (
            <select {...control} value={draft.guest} onChange={(event) => set({ guest: event.target.value })}>
              <option value="linux">Linux</option>
              <option value="windows">Windows</option>
              <option value="other">other</option>
            </select>
          )}
        </Field>
        <Field label="vCPU" error={wrong("vcpus")}>
          {(control) => (
            <input
              {...control}
              inputMode="numeric"
              value={draft.vcpus}
              onChange={(event) => set({ vcpus: event.target.value })}
            />
          )}
        </Field>
        <Field label="Memory, MiB" hint={inWords(draft.memory)} error={wrong("memoryMiB")}>
          {(control) => (
            <input
              {...control}
              inputMode="numeric"
              value={draft.memory}
              onChange={(event) => set({ memory: event.target.value })}
            />
          )}
        </Field>
        <Field label="Disk, MiB" hint={`One disk, ${inWords(draft.disk)}.`} error={wrong("diskMiB")}>
          {(control) => (
            <input
              {...control}
              inputMode="numeric"
              value={draft.disk}
              onChange={(event) => set({ disk: event.target.value })}
            />
          )}
        </Field>
        <Field
          label="Image on the disk"
          hint="Its name on both hosts. Left empty, the disk is blank."
          error={wrong("image")}
        >
          {(control) => (
            <input
              {...control}
              className="id"
              value={draft.image}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => set({ image: event.target.value })}
            />
          )}
        </Field>
      </div>
    </Region>
  );
}

export function NetworkFields({ draft, set, wrong }: FieldsProps): JSX.Element {
  return (
    <Region title="3. Network" aside="one card, on the business network of its pair">
      <div className={styles.fields}>
        <Field label="MAC" hint="Left empty, it is given one. It keeps it on either host." error={wrong("mac")}>
          {(control) => (
            <input
              {...control}
              className="id"
              value={draft.mac}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => set({ mac: event.target.value })}
            />
          )}
        </Field>
        <Field label="Address" hint="Only noted here: the guest sets its own." error={wrong("ip")}>
          {(control) => (
            <input
              {...control}
              className="id"
              value={draft.ip}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => set({ ip: event.target.value })}
            />
          )}
        </Field>
      </div>
    </Region>
  );
}
