"use client";
import { useRef } from "react";
import { useGo } from "./go";
import { useKeys } from "./keys";
import { PAGES } from "./page";

/** How long a `g` waits for its letter. */
const GO_WAIT_MS = 1_200;

/** The keys that work on every page: to each page, and to the list of keys. */
export function usePageKeys(onList: () => void): void {
  const go = useGo();
  const goAtMs = useRef(0);
  useKeys((key, event) => {
    if (key === "?") {
      onList();
      return true;
    }
    if (key === "g") {
      goAtMs.current = event.timeStamp;
      return true;
    }
    const page = PAGES.find((candidate) => candidate.key === key);
    if (!page || event.timeStamp - goAtMs.current > GO_WAIT_MS) return false;
    goAtMs.current = 0;
    go(page.href);
    return true;
  });
}
