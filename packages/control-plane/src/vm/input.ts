import { machineDefinitionSchema, machineEditSchema } from "@v-available/domain/machine-definition";
import { MACHINE_FIELD_NAMES, type MachineFieldName } from "@v-available/domain/machine-field";
import { MACHINE_COLUMNS } from "@v-available/domain/machine-order";
import { protectionSchema, sideSchema } from "@v-available/domain/observed";
import * as z from "zod";
import { lossReasonSchema } from "../audit/input";
import { outsideWindowOfSchema } from "../policy/window";

/** Made by the caller: the same key again is the same task, never a second one. */
export const taskKeySchema = z.uuid();
const machineId = z.uuid();

export const createMachineInput = machineDefinitionSchema.omit({ pairRef: true }).extend({
  pairId: z.uuid(),
  taskKey: taskKeySchema,
});
/** While it is being filled in: its name may still be missing, and without a pair the best one is answered about. */
export const previewCreateInput = createMachineInput.omit({ taskKey: true }).extend({
  name: createMachineInput.shape.name.nullable(),
  pairId: z.uuid().nullable(),
  /** Only pairs whose name or site contains this are ranked. */
  places: z.string().max(200).default(""),
});
export const machineInput = z.object({ machineId });
export const machineTaskInput = z.object({ machineId, taskKey: taskKeySchema });
export const protectInput = z.object({ machineId, protection: protectionSchema, taskKey: taskKeySchema });
export const previewProtectInput = z.object({ machineId, protection: protectionSchema });
export const switchActiveInput = z.object({ machineId, to: sideSchema, taskKey: taskKeySchema });
export const editMachineInput = machineEditSchema.extend({ machineId, taskKey: taskKeySchema });
export const previewEditInput = machineEditSchema.extend({ machineId });
/** The name is typed again: what is removed does not come back. */
export const removeMachineInput = z.object({ machineId, taskKey: taskKeySchema, confirmName: z.string() });

/** The name is typed as well: what its pair wrote last is given up. From the newest point where none is named. */
export const recoverMachineInput = z.object({
  machineId,
  taskKey: taskKeySchema,
  confirmName: z.string(),
  reason: lossReasonSchema,
  pointAtMs: z.int().nonnegative().optional(),
});

/** From the newest point where none is named. */
export const drillMachineInput = z.object({
  machineId,
  taskKey: taskKeySchema,
  pointAtMs: recoverMachineInput.shape.pointAtMs,
  /** Named where it is begun outside the windows of its policy. */
  outsideWindowOf: outsideWindowOfSchema,
});

/** The copy on this side stays. The name is typed as well: what the other has acknowledged alone is given up. */
export const chooseCopyInput = z.object({
  machineId,
  taskKey: taskKeySchema,
  keep: sideSchema,
  confirmName: z.string(),
  reason: lossReasonSchema,
});

/** Which machines, in which order. `filter` is the text of a query, see machine-query.ts of the domain. */
const machineSelection = z.object({
  filter: z.string().max(1_000).default(""),
  sort: z
    .object({ column: z.enum(MACHINE_COLUMNS), descending: z.boolean() })
    .default({ column: "name", descending: false }),
});
export const findMachinesInput = machineSelection.extend({
  limit: z.int().min(1).max(200).default(100),
  /** Where the rows begin; with a cursor, how far after it. */
  offset: z.int().nonnegative().default(0),
  /** `nextCursor` of the answer before: goes on after that row, whatever came or went above it. */
  after: z.string().max(2_000).nullable().default(null),
  /**
   * `held` of an answer before: the rows stand where they stood then, whatever changed meanwhile. Where that order is no
   * longer kept, or is another question's, the answer begins a new one and says so.
   */
  held: z.string().max(100).nullable().default(null),
  /** The answer is at least as new as this revision. Without it, it may be a second old. */
  since: z.int().nonnegative().optional(),
});
/** All that match; no column named is every column. */
export const exportMachinesInput = machineSelection.extend({
  columns: z.array(z.enum(MACHINE_COLUMNS)).max(MACHINE_COLUMNS.length).default([]),
});
export type ExportMachinesInput = z.infer<typeof exportMachinesInput>;
/** What values a field has in this fleet, for whoever types a query. */
export const machineValuesInput = z.object({
  field: z.enum(MACHINE_FIELD_NAMES as [MachineFieldName, ...MachineFieldName[]]),
  /** Only those of which a word begins so, however it is written. */
  begins: z.string().max(200).default(""),
});
export type MachineValuesInput = z.infer<typeof machineValuesInput>;
export type FindMachinesInput = z.infer<typeof findMachinesInput>;

export type CreateMachineInput = z.infer<typeof createMachineInput>;
export type PreviewCreateInput = z.infer<typeof previewCreateInput>;
export type EditMachineInput = z.infer<typeof editMachineInput>;
export type PreviewEditInput = z.infer<typeof previewEditInput>;
export type MachineTaskInput = z.infer<typeof machineTaskInput>;
export type ProtectInput = z.infer<typeof protectInput>;
export type PreviewProtectInput = z.infer<typeof previewProtectInput>;
export type SwitchActiveInput = z.infer<typeof switchActiveInput>;
export type DrillMachineInput = z.infer<typeof drillMachineInput>;
export type ChooseCopyInput = z.infer<typeof chooseCopyInput>;
export type RecoverMachineInput = z.infer<typeof recoverMachineInput>;
export type RemoveMachineInput = z.infer<typeof removeMachineInput>;
