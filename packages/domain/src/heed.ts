import * as z from "zod";
import { DEFAULT_MTBF_RULE, MTBF_POLICIES } from "./mtbf";

const positiveMs = z.number().int().positive();

/**
 * What of its policy the hosts of a machine act on by themselves, with the console or without: they know no policies,
 * so each machine's part is given to them as plain data, and they keep it as they keep its level.
 */
export const heedSchema = z.object({
  /** A resync of it takes at most so much of the links. */
  resyncShareRatio: z.number().gt(0).max(1),
  restart: z.object({
    /** 1 is restarted first. */
    priority: z.literal([1, 2, 3, 4, 5]),
    /** Refs of machines of the same pair that answer first. */
    after: z.array(z.string().min(1)).max(1_000),
    /** Waited for after that. */
    delayMs: z.number().int().nonnegative(),
  }),
  /**
   * How it is judged when it fails again and again, and with it the parts that it stands on. What was written down before
   * there was such a word has none: the product's own rule then.
   */
  mtbf: z
    .object({
      policy: z.enum(MTBF_POLICIES),
      thresholdMs: z.object({
        ...{ link: positiveMs, agent: positiveMs, vm: positiveMs, disk: positiveMs, host: positiveMs },
      }),
    })
    .default(DEFAULT_MTBF_RULE),
});
export type Heed = z.infer<typeof heedSchema>;
