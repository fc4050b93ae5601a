import { RANGE_NAMES } from "@v-available/domain/load-history";
import * as z from "zod";

export const machineLoadInput = z.object({
  machineId: z.uuid(),
  range: z.enum(RANGE_NAMES),
  /** Up to the beginning of the step that this is in. */
  endMs: z.int().nonnegative(),
});
export type MachineLoadInput = z.infer<typeof machineLoadInput>;
