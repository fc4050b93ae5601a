import type { Side } from "@v-available/domain/state";

/**
 * Why a screen is over: `closed` by whoever opened it, `moved` to the other host, `ended` where it ran (the machine went
 * off or was started anew), `lost` because its host is not heard.
 */
export type ScreenEnd = "closed" | "moved" | "ended" | "lost";

/**
 * The screen of one running machine, where it runs: the bytes of RFB 3.8 without a password, both ways, from the server's
 * greeting on. It is never carried over to another host: whoever looks on opens it anew.
 */
export interface ScreenStream {
  /** The host on which the machine runs. */
  readonly side: Side;
  /** What the machine sends, in order. Ends with the screen. It has one reader, and is read on only as fast as it reads. */
  readonly down: AsyncIterable<Uint8Array>;
  /** Fulfilled once more can be taken. What is sent to a screen that is over is dropped. */
  send(bytes: Uint8Array): Promise<void>;
  /** Fulfilled once; never rejected. */
  readonly ended: Promise<ScreenEnd>;
  close(): void;
}
