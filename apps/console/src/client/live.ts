import type { LiveMessage } from "@v-available/api/view/live";

/**
 * One stream a browser, however many tabs: the tab that holds the lock reads it and tells the others. When that tab
 * closes, the lock passes on and the next tab goes on after the last revision it heard. A tab that joins asks for the
 * latest word. Without locks or channels each tab reads for itself.
 */
const LOCK = "v-available.live";
const CHANNEL = "v-available.live";
/** A leader that answers no question for this long hangs: its lock is taken from it. */
const LEADER_SILENT_MS = 6_000;

interface Heard {
  readonly atMs: number;
  readonly message: LiveMessage;
}

type Said =
  | ({ readonly type: "heard" } & Heard)
  /** The answer to "ask": what was last heard. */
  | ({ readonly type: "latest" } & Heard)
  | { readonly type: "ask" }
  | { readonly type: "here" };

export interface LiveOptions {
  /** Opens the stream; returns the way to end it. */
  readonly open: (onMessage: (message: LiveMessage) => void) => () => void;
  readonly onHeard: (heard: Heard) => void;
  /** The latest word, told again to a tab that asked: if its revision is not the tab's own, the tab missed something. */
  readonly onLatest: (heard: Heard) => void;
}

export function joinLive({ open, onHeard, onLatest }: LiveOptions): () => void {
  const alone = !("locks" in navigator) || typeof BroadcastChannel === "undefined";
  if (alone) return open((message) => onHeard({ atMs: Date.now(), message }));

  const channel = new BroadcastChannel(CHANNEL);
  const ended = new AbortController();
  let leading = false;
  let last: Heard | null = null;
  let leaderSaidAtMs = Date.now();
  const say = (said: Said): void => channel.postMessage(said);

  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    if (data.type === "ask") {
      if (!leading) return;
      say(last === null ? { type: "here" } : { type: "latest", ...last });
      return;
    }
    leaderSaidAtMs = Date.now();
    if (leading || data.type === "here") return;
    last = { atMs: data.atMs, message: data.message };
    (data.type === "heard" ? onHeard : onLatest)(last);
  };

  const lead = async (): Promise<void> => {
    leading = true;
    const close = open((message) => {
      last = { atMs: Date.now(), message };
      say({ type: "heard", ...last });
      onHeard(last);
    });
    // Held until this tab goes away, or another takes the lock from it.
    await new Promise<void>((resolve) => {
      ended.signal.addEventListener("abort", () => resolve(), { once: true });
      stepDown = resolve;
    });
    close();
    leading = false;
  };
  let stepDown: () => void = () => {};

  const stand = (steal: boolean): void => {
    const request = steal
      ? navigator.locks.request(LOCK, { steal: true }, lead)
      : navigator.locks.request(LOCK, { signal: ended.signal }, lead);
    request.catch(() => {
      // Ended by us, or the lock was taken by a tab that could not hear us: listen, and stand in line again.
      if (ended.signal.aborted) return;
      stepDown();
      leaderSaidAtMs = Date.now();
      stand(false);
    });
  };
  stand(false);
  say({ type: "ask" });

  const watchdog = setInterval(() => {
    if (leading || document.visibilityState === "hidden") return;
    const silentMs = Date.now() - leaderSaidAtMs;
    if (silentMs > 2 * LEADER_SILENT_MS) {
      leaderSaidAtMs = Date.now();
      stand(true);
    } else if (silentMs > LEADER_SILENT_MS / 2) say({ type: "ask" });
  }, 1_000);
  const wake = (): void => {
    if (document.visibilityState === "hidden") return;
    leaderSaidAtMs = Date.now();
    if (!leading) say({ type: "ask" });
  };
  document.addEventListener("visibilitychange", wake);
  addEventListener("pageshow", wake);

  return () => {
    ended.abort();
    clearInterval(watchdog);
    document.removeEventListener("visibilitychange", wake);
    removeEventListener("pageshow", wake);
    channel.close();
  };
}
