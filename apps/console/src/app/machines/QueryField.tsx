"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { completeMachineQuery, mendMachineQuery, type Proposal } from "@v-available/domain/machine-complete";
import type { MachineQuery } from "@v-available/domain/machine-query";
import { type JSX, type KeyboardEvent, type RefObject, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTRPC } from "../../client/trpc";
import { FilterField } from "../../view/FilterField";
import styles from "./QueryField.module.css";

const NOTHING: readonly Proposal[] = [];

export interface QueryFieldProps {
  readonly ref: RefObject<HTMLInputElement | null>;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly query: MachineQuery;
  readonly found: string;
}

/**
 * The filter of the machines: text, with what could be typed next below it, taken with the arrows and enter or tab. Nothing
 * is taken by itself, so that whoever knows the words just types them.
 */
export function QueryField({ ref, text, onText, query, found }: QueryFieldProps): JSX.Element {
  const listId = useId();
  const [open, setOpen] = useState(false);
  const [caret, setCaret] = useState(0);
  /** The one that enter takes; none until an arrow chose it. */
  const [at, setAt] = useState(-1);
  const completion = useMemo(() => completeMachineQuery(text, Math.min(caret, text.length)), [text, caret]);
  const { wants } = completion;
  const values = useQuery(
    useTRPC().machine.values.queryOptions(
      { field: wants?.field ?? "site", begins: wants?.begins ?? "" },
      { enabled: open && wants !== null, placeholderData: keepPreviousData, staleTime: VALUES_HOLD_MS },
    ),
  );
  const proposals = useMemo(
    () => (open ? completion.propose(wants === null ? [] : (values.data ?? [])) : NOTHING),
    [open, completion, wants, values.data],
  );
  const shown = proposals.length > 0;
  const current = Math.min(at, proposals.length - 1);

  const caretAfter = useRef<number | null>(null);
  useEffect(() => {
    if (caretAfter.current === null) return;
    ref.current?.setSelectionRange(caretAfter.current, caretAfter.current);
    caretAfter.current = null;
  });
  const take = (proposal: Proposal): void => {
    caretAfter.current = proposal.caret;
    setCaret(proposal.caret);
    setAt(-1);
    // With a whole word the query is one: what it found is not covered by what else could be asked.
    if (proposal.text[proposal.caret - 1] === " ") setOpen(false);
    onText(proposal.text);
    ref.current?.focus();
  };
  const close = (): void => {
    setOpen(false);
    setAt(-1);
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>): boolean => {
    // A key that ends the spelling of a word in another script is not for the list.
    if (event.nativeEvent.isComposing) return false;
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      setCaret(event.currentTarget.selectionStart ?? text.length);
      setOpen(true);
      const count = proposals.length;
      if (count > 0) setAt(key === "ArrowDown" ? (current + 1) % count : (Math.max(0, current) - 1 + count) % count);
      return true;
    }
    const chosen = proposals[current];
    if (chosen !== undefined && (key === "Enter" || key === "Tab")) {
      event.preventDefault();
      take(chosen);
      return true;
    }
    if (key === "Enter") close();
    // One that was gone to is left first; else escape is for the text.
    if (key === "Escape" && current >= 0) {
      close();
      return true;
    }
    if (key === "Escape") close();
    return false;
  };

  const [problem] = query.problems;
  const mending = problem === undefined ? null : mendMachineQuery(text);
  return (
    <div className={styles.query}>
      <FilterField
        ref={ref}
        text={text}
        onText={(next) => {
          setCaret(ref.current?.selectionStart ?? next.length);
          setAt(-1);
          setOpen(next !== "");
          onText(next);
        }}
        placeholder="a name, or level:ft site:littleton cpu>80"
        found={found}
        onKey={onKey}
        input={{
          role: "combobox",
          "aria-expanded": shown,
          "aria-controls": listId,
          "aria-autocomplete": "list",
          "aria-activedescendant": shown && current >= 0 ? `${listId}${current}` : undefined,
          "aria-invalid": problem !== undefined || undefined,
          "aria-describedby": `${listId}problem`,
          onBlur: close,
        }}
      />
      <div
        id={listId}
        role="listbox"
        aria-label="What can be typed next"
        className={styles.list}
        hidden={!shown}
        // The field keeps the focus: a press here must not close what is pressed.
        onPointerDown={(event) => event.preventDefault()}
      >
        {proposals.map((proposal, place) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and the keys
          // biome-ignore lint/a11y/useFocusableInteractive: as above; the field names the one that is meant
          <div
            key={proposal.label}
            id={`${listId}${place}`}
            role="option"
            aria-selected={place === current}
            className={styles.option}
            onClick={() => take(proposal)}
          >
            <span className="id">{proposal.label}</span>
            <span className={styles.says}>{proposal.says}</span>
          </div>
        ))}
      </div>
      <p id={`${listId}problem`} className={styles.problem} role="status">
        {problem === undefined
          ? ""
          : `${problem.message} It was left out. Limit: ${problem.limit}. ${problem.remedy ?? ""}`}
      </p>
      {mending === null ? null : (
        <button type="button" className="as-link" onClick={() => onText(mending.text)}>
          Write {mending.right} instead of {mending.wrong}
        </button>
      )}
    </div>
  );
}

/** The sites and pairs of a fleet are much the same a minute later. */
const VALUES_HOLD_MS = 60_000;
