"use client";
import { useEffect } from "react";

/** The tab says what the page says: the sentence stays readable when the tab does not. */
export function useTitle(title: string): void {
  useEffect(() => {
    const before = document.title;
    document.title = title;
    return () => {
      document.title = before;
    };
  }, [title]);
}
