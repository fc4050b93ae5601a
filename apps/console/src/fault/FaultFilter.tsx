"use client";
import type { AlarmRow } from "@v-available/api/view/alarm";
import { countWords, numberWords } from "@v-available/domain/wording";
import type { JSX, Ref } from "react";
import { FilterField } from "../view/FilterField";
import styles from "./FaultFilter.module.css";
import { filterAlarms } from "./filter";

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
      <FilterField
        ref={ref}
        text={filter}
        onText={onFilter}
        placeholder="a word, or severity:critical"
        found={`${found === all.length ? "" : `${numberWords(found)} of `}${countWords(all.length, "alarm")}`}
      />
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
