import { useSyncExternalStore } from "react";

const RETRY_MS = 1_000;
const ANSWER_WITHIN_MS = 3_000;

/** Where the reader wants to go while the server can't give that page; null while it can, or nothing is wanted. */
let wanted: string | null = null;
/** The one leaving that is not held up: the server has just answered. */
let leavingFor: string | null = null;
const listeners = new Set<() => void>();

function want(url: string | null): void {
  wanted = url;
  for (const listener of listeners) listener();
}

async function answers(): Promise<boolean> {
  try {
    return (await fetch("/api/health", { cache: "no-store", signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })).ok;
  } catch {
    return false;
  }
}

/** Goes there as soon as the server answers, unless the reader has chosen something else meanwhile. */
async function goWhenAnswered(url: string): Promise<void> {
  want(url);
  while (!(await answers())) {
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    if (wanted !== url) return;
  }
  if (wanted !== url) return;
  want(null);
  leavingFor = url;
  window.location.assign(url);
}

/**
 * A page that can't be fetched makes the framework leave this document for it, and where the server is away that ends at
 * the browser's own error page. Here the reader stays with what is known until the server answers.
 * Browsers without the Navigation API leave as before.
 * @returns how to end it
 */
export function keepPage(): () => void {
  if (!("navigation" in window)) return () => {};
  const { navigation } = window;
  const onNavigate = (event: NavigateEvent): void => {
    const { url, sameDocument } = event.destination;
    if (sameDocument) {
      if (wanted !== null) want(null);
      return;
    }
    // What a form brings along would be lost on the way.
    if (event.formData !== null) return;
    const isPage = event.navigationType === "push" || event.navigationType === "replace";
    const isOurs = new URL(url).origin === window.location.origin && event.downloadRequest === null;
    if (!event.cancelable || !isPage || !isOurs || url === leavingFor) return;
    event.preventDefault();
    goWhenAnswered(url);
  };
  navigation.addEventListener("navigate", onNavigate);
  return () => navigation.removeEventListener("navigate", onNavigate);
}

/** The address of the page that is waited for, or null. */
export const useWantedPage = (): string | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => wanted,
    () => null,
  );
