"use client";
import type { MachinePage, MachineRow } from "@v-available/api/view/machine";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ask } from "../../client/api";
import { useSearchParam } from "../../shell/search-param";
import { beginning, type ListQuestion } from "./list-address";
import { choose, countOf, MOST_CHOSEN, NOTHING, parseSelection, type Selection, selectionText } from "./selection";

export interface Choice {
  readonly selection: Selection;
  readonly count: (total: number) => number;
  /** From one row to another, both with it. Rows that the browser does not have are asked for. */
  readonly range: (of: RangeOf, chosen: boolean) => void;
  readonly all: () => void;
  readonly clear: () => void;
  /** Why the last one was not taken; null where it was. */
  readonly refused: string | null;
}

export interface RangeOf {
  readonly from: number;
  readonly to: number;
  readonly rowAt: (index: number) => MachineRow | undefined;
  readonly held: string;
}

const TOO_MANY = `No more than ${MOST_CHOSEN} machines can be chosen one by one. Choose all that match, and narrow the filter.`;

/** Which machines are chosen; the address holds it. All that match are those of the question: another one lets them go. */
export function useChoice(question: ListQuestion): Choice {
  const { value, set } = useSearchParam("selected");
  const [refused, setRefused] = useState<string | null>(null);
  const selection = useMemo(() => parseSelection(value), [value]);
  const take = useCallback(
    (next: Selection | null) => {
      setRefused(next === null ? TOO_MANY : null);
      if (next !== null) set(selectionText(next));
    },
    [set],
  );
  const asked = useRef(question.filter);
  useEffect(() => {
    if (asked.current !== question.filter && selection.all) set("");
    asked.current = question.filter;
  }, [question.filter, selection.all, set]);
  return useMemo<Choice>(
    () => ({
      selection,
      count: (total) => countOf(selection, total),
      async range({ from, to, rowAt, held }, chosen) {
        const [first, last] = from < to ? [from, to] : [to, from];
        if (last - first >= MOST_CHOSEN) {
          setRefused(TOO_MANY);
          return;
        }
        const indexes = Array.from({ length: last - first + 1 }, (_, at) => first + at);
        const known = indexes.flatMap((index) => rowAt(index)?.id ?? []);
        const ids = known.length === indexes.length ? known : await idsBetween(question, held, first, last);
        take(choose(selection, ids, chosen));
      },
      all: () => take({ all: true }),
      clear: () => take(NOTHING),
      refused,
    }),
    [selection, refused, question, take],
  );
}

async function idsBetween(question: ListQuestion, held: string, first: number, last: number): Promise<string[]> {
  const input = { ...beginning(question, first), held, limit: last - first + 1 };
  const { rows } = (await ask("machine.find", input)) as MachinePage;
  return rows.map(({ id }) => id);
}
