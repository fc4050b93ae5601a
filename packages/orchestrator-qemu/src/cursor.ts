import { Refusal } from "@v-available/domain/refusal";
import type { Cursor } from "@v-available/orchestrator/observation";
import * as z from "zod";

/** How far a watcher has read each host's journal. A journal that is not named has not been read at all. */
export type Positions = Record<string, number>;

const cursorSchema = z.object({ version: z.literal(1), journals: z.record(z.string(), z.int().nonnegative()) });

export const writeCursor = (journals: Positions): Cursor => JSON.stringify({ version: 1, journals });

/** @throws Refusal invalid: a cursor of another adapter, or none */
export function readCursor(cursor: Cursor | undefined): Positions {
  if (cursor === undefined) return {};
  try {
    return cursorSchema.parse(JSON.parse(cursor)).journals;
  } catch (cause) {
    throw new Refusal(
      {
        code: "invalid",
        message: "The position to go on from was not written by this adapter.",
        field: "after",
        value: cursor.slice(0, 200),
        remedy: "Watch from the beginning.",
      },
      { cause },
    );
  }
}
