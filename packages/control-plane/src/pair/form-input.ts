import { pairNameSchema } from "@v-available/domain/pair-name";
import * as z from "zod";
import { taskKeySchema } from "../vm/input";

const hostName = z.string().trim().min(1, "the name of a free host").max(63, "at most 63 characters");
const witnessName = z.string().trim().min(1, "the name of a witness").max(63, "at most 63 characters");
const planned = (what: string, most: number) =>
  z
    .int(`${what} must be a whole number`)
    .min(0, `${what} must be at least 0`)
    .max(most, `${what} must be at most ${most}`)
    .default(0);

export const formPairInput = z.object({
  name: pairNameSchema,
  hostA: hostName,
  hostB: hostName,
  witness: witnessName,
  alternate: witnessName.nullable(),
  /** What is to run on it, as far as somebody has said: either host alone has to carry it. */
  runsVcpus: planned("vCPU", 4_096),
  runsMemoryMiB: planned("memory", 64 * 1024 * 1024),
  runsDiskMiB: planned("disk", 1024 * 1024 * 1024),
  /** The warnings that were shown and are accepted: another one is refused. */
  accepted: z.array(z.string().max(80, "at most 80 characters")).max(40).default([]),
  taskKey: taskKeySchema,
});
export type FormPairInput = z.infer<typeof formPairInput>;

const nothing = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);
/** While it is being filled in: what is null is still missing. */
export const previewFormInput = formPairInput.omit({ taskKey: true, accepted: true }).extend({
  name: nothing(pairNameSchema),
  hostA: nothing(hostName),
  hostB: nothing(hostName),
  witness: nothing(witnessName),
  alternate: nothing(witnessName),
});
export type PreviewFormInput = z.infer<typeof previewFormInput>;

export const endFormingInput = z.object({ pairName: pairNameSchema, taskKey: taskKeySchema });
export type EndFormingInput = z.infer<typeof endFormingInput>;
