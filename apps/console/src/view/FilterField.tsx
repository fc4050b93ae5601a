"use client";
import type { ComponentProps, JSX, KeyboardEvent, Ref } from "react";
import styles from "./FilterField.module.css";

export interface FilterFieldProps {
  readonly ref: Ref<HTMLInputElement>;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly placeholder: string;
  /** How much of the list it leaves, in words; announced as it changes. */
  readonly found: string;
  /** What a field that proposes something has besides. */
  readonly input?: ComponentProps<"input">;
  /** @returns whether the key was meant for what is proposed */
  readonly onKey?: (event: KeyboardEvent<HTMLInputElement>) => boolean;
}

/** The filter of a list, as text. Escape clears it, and once it is empty leaves it. */
export function FilterField({ ref, text, onText, placeholder, found, input, onKey }: FilterFieldProps): JSX.Element {
  return (
    <label className={styles.field}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.4" />
        <path d="M9.2 9.2L13 13" stroke="currentColor" strokeWidth="1.4" />
      </svg>
      <input
        ref={ref}
        type="text"
        aria-label="Filter"
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (onKey?.(event) === true || event.key !== "Escape") return;
          if (text === "") event.currentTarget.blur();
          else onText("");
        }}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        enterKeyHint="search"
        {...input}
      />
      <span className="nw" role="status">
        {found}
      </span>
      <kbd>/</kbd>
    </label>
  );
}
