import type { RefusalDetail } from "@v-available/domain/refusal";
import type { Message } from "@v-available/pair-protocol/message";

/** What one agent sends to its partner, one JSON object a line … */
export type PeerFrame =
  | { readonly message: Message }
  | { readonly ping: number }
  | { readonly ask: number; readonly method: string; readonly args: unknown };

/** … and what comes back on the same connection. */
export type PeerAnswer =
  | { readonly pong: number }
  | { readonly answer: number; readonly value: unknown }
  | { readonly answer: number; readonly refusal: RefusalDetail };
