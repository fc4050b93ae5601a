import * as z from "zod";

export const eventListInput = z
  .object({
    /** Only events with a smaller sequence. */
    before: z.int().positive().nullish(),
    limit: z.int().min(1).max(500).default(100),
    machineId: z.uuid().nullish(),
    pairId: z.uuid().nullish(),
    incidentId: z.uuid().nullish(),
  })
  .prefault({});
export type EventListInput = z.infer<typeof eventListInput>;
