"use client";
import type { AlarmRow } from "@v-available/api/view/alarm";
import { numberWords } from "@v-available/domain/wording";
import type { JSX, Ref } from "react";
import styles from "./FaultFilter.module.css";
import { FILTER_FIELDS, filterAlarms } from "./filter";

const VIEWS = [
  { label: "All", filter: "" },
  { label: "Open", filter: "is:open" },
  { label: "Not acknowledged", filter: "is:open state:none" },
  { label: "Critical", filter: "severity:critical" },
  { label: "Last hour", filter: "since:1h" },
] as const;

export interface FaultFilterProps {
  readonly ref: Ref<HTMLInputElement>;
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly all: readonly AlarmRow[];
  readonly found: number;
}

export function FaultFilter({ ref, filter, onFilter, all, found }: FaultFilterProps): JSX.Element {
  const waiting = filterAlarms(all, "is:open state:none", 0).length;
  return (
    <search className={styles.bar}>
      <label className={styles.field}>
        <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
          <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.4" />
          <path d="M9.2 9.2L13 13" stroke="currentColor" strokeWidth="1.4" />
        </svg>
        <span className="vh">Filter</span>
        <input
          ref={ref}
          value={filter}
          onChange={(event) => onFilter(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            if (filter !== "") onFilter("");
            else event.currentTarget.blur();
          }}
          placeholder={FILTER_FIELDS.map((field) => `${field}:`).join(" ")}
          spellCheck={false}
          autoComplete="off"
          enterKeyHint="search"
        />
        <span className="sub nw" role="status">
          {found === all.length ? numberWords(found) : `${numberWords(found)} of ${numberWords(all.length)}`}
        </span>
        <kbd>/</kbd>
      </label>
      <div className={styles.views}>
        {VIEWS.map((view) => (
          <button
            key={view.label}
            type="button"
            aria-pressed={filter.trim() === view.filter}
            onClick={() => onFilter(view.filter)}
          >
            {view.label}
            {view.label === "Not acknowledged" ? <b> {waiting}</b> : null}
          </button>
        ))}
      </div>
    </search>
  );
}
