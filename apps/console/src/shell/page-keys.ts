"use client";
import { useEffect, useRef } from "react";
import { useGo } from "./go";
import { useKeys } from "./keys";
import { PAGES } from "./page";

/** How long a `g` waits for its letter. */
const GO_WAIT_MS = 1_200;

/** The keys that work on every page: to each page, to the list of keys, and to what finds everything. */
export function usePageKeys(open: (what: "keys" | "find") => void): void {
  const go = useGo();
  const goAtMs = useRef(0);
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      if (event.key !== "k" || !(event.metaKey || event.ctrlKey) || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      open("find");
    };
    addEventListener("keydown", listener);
    return () => removeEventListener("keydown", listener);
  }, [open]);
  useKeys((key, event) => {
    if (key === "?") {
      open("keys");
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
