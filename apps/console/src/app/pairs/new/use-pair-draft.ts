"use client";
import { useCallback, useRef } from "react";
import { type SearchParam, useSearchParam } from "../../../shell/search-param";
import type { DraftParam, PairDraft } from "./pair-draft";

export type SetPairDraft = (change: Partial<PairDraft>) => void;

/** What was filled in, kept in the address: a reload, a way back and a link to a colleague keep it. */
export function usePairDraft(): readonly [PairDraft, SetPairDraft] {
  const params: Readonly<Record<DraftParam, SearchParam>> = {
    name: useSearchParam("name"),
    a: useSearchParam("a"),
    b: useSearchParam("b"),
    witness: useSearchParam("witness"),
    alternate: useSearchParam("alternate"),
    vcpus: useSearchParam("vcpus"),
    memory: useSearchParam("memory"),
    disk: useSearchParam("disk"),
  };
  const latest = useRef(params);
  latest.current = params;
  const set = useCallback<SetPairDraft>((change) => {
    for (const [param, value] of Object.entries(change)) latest.current[param as DraftParam].set(value);
  }, []);
  return [Object.fromEntries(Object.entries(params).map(([param, { value }]) => [param, value])) as PairDraft, set];
}
