import type { RefusalCode } from "@v-available/domain/refusal";
import type { Draft } from "./draft";
import { nameOf, thereOf } from "./journal";
import type { VmState } from "./state";

/** What a command ran into: null when it was taken. */
export type Answer = { readonly code: RefusalCode; readonly message: string; readonly remedy?: string } | null;

export const notNow = (message: string, remedy: string): Answer => ({ code: "illegal-transition", message, remedy });

export const notOurs = (draft: Draft, vm: VmState): Answer =>
  notNow(`${nameOf(draft, vm)} is owned by ${thereOf(draft)}.`, `Ask ${thereOf(draft)}.`);

export const order = (sentence: string) =>
  ({ phase: null, rule: "operator-command", actor: "operator", sentence }) as const;
