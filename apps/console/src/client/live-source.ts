import type { LiveMessage } from "@v-available/api/view/live";
import { addressOf, ask } from "./api";

/** A stream that says nothing for this long is dead even if its socket is not: after a sleep, or behind a proxy. */
const SILENT_AFTER_MS = 4_000;
const RETRY_AFTER_MS = 1_000;
/** Words of the API's stream that are no message: it failed there, or it has ended. */
const ENDINGS = ["serialized-error", "return"] as const;

export interface LiveSourceOptions {
  /** Where to go on from; null for the first stream of a browser. */
  readonly after: () => number | null;
  readonly onMessage: (message: LiveMessage) => void;
}

/**
 * The one subscription of a browser. It goes on after what was last heard, whoever heard it, and starts anew when the
 * stream falls silent. Returns the way to end it.
 */
export function openLiveSource({ after, onMessage }: LiveSourceOptions): () => void {
  let ended = false;
  let heardAtMs = Date.now();
  let current: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | null = null;

  const start = (): void => {
    retry = null;
    if (ended) return;
    current?.close();
    heardAtMs = Date.now();
    const revision = after();
    const mine = new EventSource(addressOf("live.changes", revision === null ? {} : { lastEventId: String(revision) }));
    current = mine;
    mine.onmessage = ({ data }: MessageEvent<string>) => {
      heardAtMs = Date.now();
      onMessage(JSON.parse(data));
    };
    // Ours to start again, not the browser's: another tab may have heard more since.
    mine.onerror = again;
    for (const ending of ENDINGS) mine.addEventListener(ending, again);
  };
  const again = (): void => {
    current?.close();
    // A stream does not say why it ended; an answer says whether somebody is still signed in.
    ask("system.info", undefined).catch(() => {});
    retry ??= setTimeout(start, RETRY_AFTER_MS);
  };
  const watch = (): void => {
    if (Date.now() - heardAtMs > SILENT_AFTER_MS && retry === null) start();
  };

  // Timers of a hidden tab are rare and those of a sleeping laptop stand still, so the moments of waking count as well.
  const watchdog = setInterval(watch, 1_000);
  document.addEventListener("visibilitychange", watch);
  addEventListener("online", watch);
  addEventListener("pageshow", watch);
  start();

  return () => {
    ended = true;
    clearInterval(watchdog);
    if (retry !== null) clearTimeout(retry);
    document.removeEventListener("visibilitychange", watch);
    removeEventListener("online", watch);
    removeEventListener("pageshow", watch);
    current?.close();
  };
}
