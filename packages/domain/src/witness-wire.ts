import * as z from "zod";
import { timingOverridesSchema, tlsFilesSchema } from "./agent-config";
import { refusalDetailSchema } from "./agent-wire";

/**
 * What an agent and a witness say to each other. Transport as in agent-wire.ts: TLS 1.3, certificates on both sides, one
 * JSON object a line. A request is a WitnessRequest of the pair protocol; its requestId joins it to the reply:
 *   → {"request":{…}}   ← {"reply":{…WitnessReply}} or {"requestId":"…","refusal":{…}}
 * A reply is sent after what it says is on the disk. The pair and side of a request must be those of the certificate.
 */
export const MAX_WITNESS_FRAME_BYTES = 1024 * 1024;

export const witnessFrameSchema = z.union([
  z.object({ reply: z.unknown() }).refine((frame) => frame.reply !== undefined, "a reply has a value"),
  z.object({ requestId: z.string().nullable(), refusal: refusalDetailSchema }),
]);

/** The JSON file that `witness <file>` is started with. */
export const witnessConfigSchema = z.object({
  stateDirectory: z.string().min(1),
  tls: tlsFilesSchema,
  listen: z.object({ host: z.string().min(1), port: z.int().min(0).max(65_535) }),
  timing: timingOverridesSchema.default({}),
  log: z.object({ level: z.enum(["debug", "info", "warn", "error"]).default("info") }).default({ level: "info" }),
});
export type WitnessConfig = z.infer<typeof witnessConfigSchema>;
