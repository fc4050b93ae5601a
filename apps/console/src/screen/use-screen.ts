"use client";
import type RFB from "@novnc/novnc";
import { type RefObject, useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { afterLoss, type Next } from "./after-loss";
import { KEYSYM, keysOf } from "./keysym";
import { type Loss, ScreenChannel } from "./screen-channel";

export type ScreenState =
  | { readonly at: "connecting"; readonly before: Next | null }
  | { readonly at: "connected"; readonly host: string; readonly sinceMs: number }
  | { readonly at: "away"; readonly next: Next };

export interface Screen {
  readonly state: ScreenState;
  /** The host that it ran on before, where it has moved since this page was opened. */
  readonly movedFrom: string | null;
  /** Why whoever looks may not type; null where they may, or that is not known yet. */
  readonly mayNotType: string | null;
  /** What the machine has put on its clipboard last. */
  readonly copied: string | null;
  /** Now, by hand. */
  connect(): void;
  /** Keys go to the machine from now on. */
  grab(): void;
  /** And back. */
  release(): void;
  pressCtrlAltDel(): void;
  typeText(text: string): void;
  press(keysym: number): void;
  paste(text: string): void;
}

export interface ScreenOptions {
  readonly machineId: string;
  /** It is said to run: its hosts are asked until they show it. */
  readonly isExpected: boolean;
  /** Changes when the machine moves, goes off or comes back. */
  readonly standing: string;
  readonly fits: boolean;
}

/** The one part of noVNC that is loaded, and only where a screen is shown. */
const drawing = () => import("@novnc/novnc").then((module) => module.default);

export function useScreen(target: RefObject<HTMLDivElement | null>, options: ScreenOptions): Screen {
  const { machineId, isExpected, standing, fits } = options;
  const [state, setState] = useState<ScreenState>({ at: "connecting", before: null });
  const [movedFrom, setMovedFrom] = useState<string | null>(null);
  const [mayNotType, setMayNotType] = useState<string | null>(null);
  const [copied, setCopied] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const rfb = useRef<RFB | null>(null);
  const tries = useRef(0);
  const lastHost = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const again = useCallback(() => {
    clearTimeout(timer.current);
    setRound((before) => before + 1);
  }, []);

  const lost = useEffectEvent((loss: Loss) => {
    rfb.current?.disconnect();
    rfb.current = null;
    const next = afterLoss(loss, { tries: tries.current, isExpected });
    tries.current += 1;
    setState({ at: "away", next });
    if (next.againInMs !== null) timer.current = setTimeout(again, next.againInMs);
  });

  const shown = useEffectEvent((host: string) => {
    tries.current = 0;
    if (lastHost.current !== null && lastHost.current !== host) setMovedFrom(lastHost.current);
    lastHost.current = host;
    setState({ at: "connected", host, sinceMs: Date.now() });
  });

  const draw = useEffectEvent((channel: ScreenChannel, Drawn: typeof RFB, host: string, mayType: boolean) => {
    if (target.current === null || channel.readyState !== "open") return;
    const made = new Drawn(target.current, channel, { shared: true });
    made.background = "";
    made.showDotCursor = true;
    made.scaleViewport = fits;
    made.viewOnly = !mayType;
    made.addEventListener("connect", () => shown(host));
    made.addEventListener("clipboard", (event) => setCopied((event as CustomEvent<{ text: string }>).detail.text));
    // What it does not understand ends it; a loss is told by the channel, before.
    made.addEventListener("disconnect", () => {
      if (rfb.current !== made) return;
      rfb.current = null;
      lost({ kind: "over", because: "broken" });
      channel.close();
    });
    rfb.current = made;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is a new connection
  useEffect(() => {
    setState((before) => ({ at: "connecting", before: before.at === "away" ? before.next : null }));
    const channel = new ScreenChannel({
      address: `/api/machines/${machineId}/screen`,
      fetch: (...asked) => fetch(...asked),
      onOpened: ({ host, mayNotType: because }) => {
        setMayNotType(because);
        drawing().then(
          (Drawn) => draw(channel, Drawn, host, because === null),
          (error: unknown) => {
            console.warn("What draws the screen could not be fetched; it is asked for again.", error);
            lost({ kind: "cut-off" });
            channel.close();
          },
        );
      },
      onMayNotType: setMayNotType,
      onLoss: lost,
    });
    // A page that is left behind in the browser's memory does not hold it.
    const leave = () => channel.close();
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("pagehide", leave);
      clearTimeout(timer.current);
      const drawn = rfb.current;
      rfb.current = null;
      drawn?.disconnect();
      channel.close();
    };
  }, [machineId, round]);

  useEffect(() => {
    // Back from the browser's memory: what was closed on leaving is opened anew.
    const back = ({ persisted }: PageTransitionEvent) => {
      if (persisted) again();
    };
    addEventListener("pageshow", back);
    return () => removeEventListener("pageshow", back);
  }, [again]);

  useEffect(() => {
    if (rfb.current) rfb.current.viewOnly = mayNotType !== null;
  }, [mayNotType]);
  useEffect(() => {
    if (rfb.current) rfb.current.scaleViewport = fits;
  }, [fits]);

  const told = useEffectEvent(() => {
    if (state.at !== "away" || state.next.byHand || !isExpected) return;
    tries.current = 0;
    again();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever is said anew of where it runs
  useEffect(() => told(), [standing]);

  const press = (keysym: number) => rfb.current?.sendKey(keysym, null);
  return {
    ...{ state, movedFrom, mayNotType, copied, press },
    connect() {
      tries.current = 0;
      again();
    },
    grab: () => rfb.current?.focus({ preventScroll: true }),
    release() {
      // Its end will not be heard any more.
      rfb.current?.sendKey(KEYSYM.control, "ControlLeft", false);
      rfb.current?.blur();
    },
    pressCtrlAltDel: () => rfb.current?.sendCtrlAltDel(),
    typeText(text) {
      for (const { keysym, down } of keysOf(text)) rfb.current?.sendKey(keysym, null, down);
    },
    paste: (text) => rfb.current?.clipboardPasteFrom(text),
  };
}
