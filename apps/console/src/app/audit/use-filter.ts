"use client";
import { useSearchParam } from "../../shell/search-param";
import { type FilterText, NO_FILTER } from "./audit-filter";

/** What is asked of the log; it stands in the address, so that a finding can be sent on. */
export function useFilter() {
  const params = {
    person: useSearchParam("person"),
    kind: useSearchParam("kind"),
    outcome: useSearchParam("outcome"),
    subject: useSearchParam("subject"),
    from: useSearchParam("from"),
    until: useSearchParam("until"),
  } satisfies Record<keyof FilterText, unknown>;
  const names = Object.keys(NO_FILTER) as (keyof FilterText)[];
  const filter = Object.fromEntries(names.map((name) => [name, params[name].value])) as unknown as FilterText;
  return {
    filter,
    isEmpty: names.every((name) => filter[name] === ""),
    change: (name: keyof FilterText, value: string): void => params[name].set(value),
    clear: (): void => {
      for (const name of names) params[name].set("");
    },
  };
}
