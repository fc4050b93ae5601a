"use client";
import { QueryClientProvider } from "@tanstack/react-query";
import { type JSX, type ReactNode, useEffect, useState } from "react";
import { hear, lastRevision } from "./connection";
import { Invalidation } from "./invalidation";
import { keepPage } from "./kept-page";
import { keepScroll } from "./kept-scroll";
import { joinLive } from "./live";
import { openLiveSource } from "./live-source";
import { createQueryClient } from "./query-client";

/** What every page needs: the cache, and the stream that keeps it true. */
export function Providers({ revision, children }: { revision: number | null; children: ReactNode }): JSX.Element {
  const [queryClient] = useState(createQueryClient);
  // A later render of the layout does not move the start: by then the stream itself knows where it is.
  const [drawnRevision] = useState(revision);

  useEffect(() => {
    const invalidation = new Invalidation(queryClient);
    const leave = joinLive({
      // The first stream starts where the server drew the page, so that no change falls between the two.
      open: (onMessage) => openLiveSource({ after: () => lastRevision() ?? drawnRevision, onMessage }),
      onHeard(heard) {
        const first = lastRevision() === null;
        hear(heard);
        if (heard.message.type === "change") invalidation.touch(heard.message.touched);
        else if (heard.message.type === "reset" || (first && drawnRevision === null)) invalidation.touchEverything();
      },
      onLatest(heard) {
        const known = lastRevision() ?? drawnRevision;
        hear(heard);
        if (heard.message.revision !== known) invalidation.touchEverything();
      },
    });
    const wake = (): void => {
      if (document.visibilityState === "visible") invalidation.resume();
    };
    document.addEventListener("visibilitychange", wake);
    return () => {
      leave();
      invalidation.stop();
      document.removeEventListener("visibilitychange", wake);
    };
  }, [queryClient, drawnRevision]);

  useEffect(keepPage, []);
  useEffect(keepScroll, []);

  return <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>;
}
