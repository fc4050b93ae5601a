import { LOSS_REASON_LENGTH } from "@v-available/domain/audit";
import { Field } from "@v-available/ui/Field";
import type { JSX } from "react";

const { min, max } = LOSS_REASON_LENGTH;

export const SECOND_PERSON_WORDS =
  "A loss needs a second person here: nothing is done before somebody else who may declare a loss agrees, within half an hour.";

/** Why nothing can be asked for with this reason; null where it can. */
export const wrongInReason = (text: string): string | null =>
  text.trim().length < min ? `The reason has at least ${min} characters.` : null;

/** Whoever accepts a loss says why, in their own words: it stays in the audit log beside their name. */
export function LossReason({
  label = "Why this loss is accepted",
  text,
  onText,
  error,
}: {
  label?: string;
  text: string;
  onText: (text: string) => void;
  error: string | undefined;
}): JSX.Element {
  return (
    <Field label={label} hint="It is kept in the audit log, with your name." error={error}>
      {(control) => (
        <textarea
          {...control}
          rows={3}
          value={text}
          maxLength={max}
          autoComplete="off"
          onChange={(event) => onText(event.target.value)}
        />
      )}
    </Field>
  );
}
