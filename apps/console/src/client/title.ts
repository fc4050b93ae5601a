"use client";
import { useEffect } from "react";

/**
 * The tab says what the page says: the sentence stays readable when the page does not. The router writes the general
 * title of a page some time after the page is shown; the sentence then goes back over it.
 */
export function useTitle(title: string): void {
  useEffect(() => {
    const put = (): void => {
      if (document.title !== title) document.title = title;
    };
    put();
    const observer = new MutationObserver(put);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [title]);
}
