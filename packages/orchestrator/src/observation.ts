import { hostRecordSchema, observedSchema, observedTaskSchema } from "@v-available/domain/observed";
import * as z from "zod";

/** Where a watcher is. Opaque: only the adapter that gave it reads it. It survives restarts of both. */
export type Cursor = string;

/**
 * When all pairs that are `heardWithAll` were last heard, once this observation is taken: an adapter of thousands of pairs
 * need not say so of each. One that stops to be heard is told of, at the latest, in the first observation that has a later
 * time than its own. Null where no pair is heard that way.
 */
const heardAtMs = z.number().int().nullable();

/**
 * The first observation of every `observe` call is a snapshot; changes follow in order. A snapshot replaces all that was
 * known of the fleet; its `records` are those after the cursor that was passed, so none is missed and none comes twice.
 */
export const observationSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("snapshot"),
    cursor: z.string(),
    atMs: z.number().int(),
    heardAtMs,
    entities: z.array(observedSchema),
    tasks: z.array(observedTaskSchema),
    records: z.array(hostRecordSchema),
  }),
  z.object({
    type: z.literal("change"),
    cursor: z.string(),
    atMs: z.number().int(),
    heardAtMs,
    /** Whole new values of what changed. Empty together with the rest it is a sign of life. */
    upserts: z.array(observedSchema),
    removed: z.array(
      z.object({ kind: z.enum(["site", "pair", "host", "free-host", "link", "witness", "vm"]), ref: z.string() }),
    ),
    tasks: z.array(observedTaskSchema),
    records: z.array(hostRecordSchema),
  }),
]);
export type Observation = z.infer<typeof observationSchema>;
export type Snapshot = Extract<Observation, { type: "snapshot" }>;
export type Change = Extract<Observation, { type: "change" }>;
