"use client";
import { useRouter } from "next/navigation";
import { startTransition, useCallback } from "react";
import { settleAddress } from "./search-param";

/** @returns what goes to a page of the console, and leaves a way back to this one as it is now */
export function useGo(): (href: string) => void {
  const router = useRouter();
  return useCallback(
    (href) => {
      settleAddress();
      startTransition(() => router.push(href));
    },
    [router],
  );
}
