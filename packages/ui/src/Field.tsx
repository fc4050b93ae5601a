import { type JSX, type ReactNode, useId } from "react";

/** What ties a control to its label, its hint and its error; spread it on the input. */
export interface FieldControl {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": boolean | undefined;
}

/** A labelled control. An error stands under the field it is about, with the limit and the remedy. */
export function Field({
  label,
  hint,
  error,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  children: (control: FieldControl) => ReactNode;
}): JSX.Element {
  const id = useId();
  const wrong = error !== undefined && error !== null;
  const hintId = hint === undefined ? undefined : `${id}-hint`;
  const errorId = wrong ? `${id}-error` : undefined;
  return (
    <div className="va-field" data-wrong={wrong || undefined}>
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        "aria-describedby": [errorId, hintId].filter(Boolean).join(" ") || undefined,
        "aria-invalid": wrong || undefined,
      })}
      {wrong ? (
        <p className="va-field-error" id={errorId}>
          {error}
        </p>
      ) : null}
      {hint === undefined ? null : (
        <p className="va-field-hint" id={hintId}>
          {hint}
        </p>
      )}
    </div>
  );
}
