import { MACHINE_COLUMNS } from "@v-available/domain/machine-order";
import { VIEW_LIMIT } from "@v-available/domain/machine-view";
import * as z from "zod";

/** Made by the caller: the same again is the same view, with what it is now. */
const viewId = z.uuid();
/** Everybody's, or that of whoever asks. */
const shared = z.boolean();
/** What is wrong with one is said by the domain. */
const name = z.string().max(1_000);

export const saveViewInput = z.object({
  viewId,
  shared,
  name,
  filter: z.string().max(VIEW_LIMIT.filterLength),
  sort: z.object({ column: z.enum(MACHINE_COLUMNS), descending: z.boolean() }),
  columns: z.array(z.enum(MACHINE_COLUMNS)).max(MACHINE_COLUMNS.length),
});
export const renameViewInput = z.object({ viewId, shared, name });
export const removeViewInput = z.object({ viewId, shared });

export type SaveViewInput = z.infer<typeof saveViewInput>;
export type RenameViewInput = z.infer<typeof renameViewInput>;
export type RemoveViewInput = z.infer<typeof removeViewInput>;
