import { otherSide, type Side } from "@v-available/domain/state";

/**
 * The token of a machine. Its one true copy is at the witness; hosts hold the newest one they have seen.
 * Epoch 0 stands for "not created yet" and is never stored at the witness.
 */
export interface Register {
  readonly epoch: number;
  readonly owner: Side;
  readonly inSync: readonly Side[];
}

export const alone = (side: Side): readonly Side[] => [side];
export const BOTH: readonly Side[] = ["a", "b"];

export const isInSync = (register: Register, side: Side): boolean => register.inSync.includes(side);
export const isSolo = (register: Register, side: Side): boolean =>
  register.owner === side && !register.inSync.includes(otherSide(side));
