"use client";
import { useCallback, useRef } from "react";
import { type SearchParam, useSearchParam } from "../../../shell/search-param";
import type { Draft, DraftParam } from "./draft";

export type SetDraft = (change: Partial<Draft>) => void;

/** What was filled in, kept in the address: a reload, a way back and a link to a colleague keep it. */
export function useDraft(): readonly [Draft, SetDraft] {
  const params: Readonly<Record<DraftParam, SearchParam>> = {
    template: useSearchParam("template"),
    name: useSearchParam("name"),
    vcpus: useSearchParam("vcpus"),
    memory: useSearchParam("memory"),
    disk: useSearchParam("disk"),
    image: useSearchParam("image"),
    guest: useSearchParam("guest"),
    mac: useSearchParam("mac"),
    ip: useSearchParam("ip"),
    level: useSearchParam("level"),
    sites: useSearchParam("sites"),
    recovery: useSearchParam("recovery"),
    find: useSearchParam("find"),
    pair: useSearchParam("pair"),
    side: useSearchParam("side"),
  };
  const latest = useRef(params);
  latest.current = params;
  const set = useCallback<SetDraft>((change) => {
    for (const [param, value] of Object.entries(change)) latest.current[param as DraftParam].set(value);
  }, []);
  const draft = Object.fromEntries(Object.entries(params).map(([param, { value }]) => [param, value])) as Draft;
  return [draft, set];
}
