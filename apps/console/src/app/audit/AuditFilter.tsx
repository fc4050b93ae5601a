"use client";
import { AUDIT_KINDS, AUDIT_OUTCOMES } from "@v-available/domain/audit";
import { Field } from "@v-available/ui/Field";
import type { JSX, Ref } from "react";
import styles from "./audit.module.css";
import type { FilterText } from "./audit-filter";
import { OUTCOME_WORDS } from "./audit-words";

export interface AuditFilterProps {
  readonly ref: Ref<HTMLInputElement>;
  readonly filter: FilterText;
  readonly onChange: (name: keyof FilterText, value: string) => void;
}

const KINDS = Object.entries(AUDIT_KINDS).map(([kind, words]) => ({ value: kind, words }));
const OUTCOMES = AUDIT_OUTCOMES.map((outcome) => ({ value: outcome, words: OUTCOME_WORDS[outcome] }));

/** Who, what, what came of it, about what, and when. */
export function AuditFilter({ ref, filter, onChange }: AuditFilterProps): JSX.Element {
  const text = (name: "person" | "subject", label: string, placeholder: string): JSX.Element => (
    <Field label={label}>
      {(control) => (
        <input
          {...control}
          ref={name === "person" ? ref : undefined}
          value={filter[name]}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(name, event.target.value)}
        />
      )}
    </Field>
  );
  const choice = (
    name: "kind" | "outcome",
    label: string,
    options: readonly { readonly value: string; readonly words: string }[],
  ): JSX.Element => (
    <Field label={label}>
      {(control) => (
        <select {...control} value={filter[name]} onChange={(event) => onChange(name, event.target.value)}>
          <option value="">Any</option>
          {options.map(({ value, words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
  const moment = (name: "from" | "until", label: string): JSX.Element => (
    <Field label={label}>
      {(control) => (
        <input
          {...control}
          type="datetime-local"
          value={filter[name]}
          onChange={(event) => onChange(name, event.target.value)}
        />
      )}
    </Field>
  );
  return (
    <search className={styles.filter}>
      {text("person", "Person", "begins with")}
      {choice("kind", "Kind", KINDS)}
      {choice("outcome", "Outcome", OUTCOMES)}
      {text("subject", "Subject", "begins with, or an id")}
      {moment("from", "From")}
      {moment("until", "Until")}
    </search>
  );
}
