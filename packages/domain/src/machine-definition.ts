import * as z from "zod";
import { protectionSchema, sideSchema } from "./observed";

/** Limits of a machine definition; a backend may have narrower ones in its capabilities. */
export const MACHINE_LIMITS = {
  vcpus: { min: 1, max: 64 },
  memoryMiB: { min: 96, max: 4 * 1024 * 1024 },
  diskMiB: { min: 16, max: 64 * 1024 * 1024 },
  nameLength: { min: 1, max: 63 },
} as const;

const within = (what: string, limit: { min: number; max: number }, unit: "MiB" | null) => {
  const [of, each] = unit === null ? ["", ""] : [` of ${unit}`, ` ${unit}`];
  return z
    .int(`${what} must be a whole number${of}`)
    .min(limit.min, `${what} must be at least ${limit.min}${each}`)
    .max(limit.max, `${what} must be at most ${limit.max}${each}`);
};

export const machineDefinitionSchema = z.object({
  name: z
    .string()
    .max(MACHINE_LIMITS.nameLength.max, `a name has at most ${MACHINE_LIMITS.nameLength.max} characters`)
    .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, "a name has lower-case letters, digits and inner hyphens"),
  pairRef: z.string().min(1),
  /** The side that runs it first; null lets the pair choose. */
  side: sideSchema.nullable(),
  vcpus: within("vCPU", MACHINE_LIMITS.vcpus, null),
  memoryMiB: within("memory", MACHINE_LIMITS.memoryMiB, "MiB"),
  /** A blank disk of this size … */
  diskMiB: within("disk", MACHINE_LIMITS.diskMiB, "MiB"),
  /** … or a copy of this image, by its name on the host. */
  image: z.string().min(1).nullable(),
  /** Null lets the orchestrator give one. */
  mac: z
    .string()
    .regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/, "a MAC is six pairs of lower-case hex digits joined by colons")
    .nullable(),
  ip: z.union([z.ipv4(), z.ipv6()], "an address is like 10.20.4.17 or 2001:db8::7").nullable(),
  guest: z.enum(["linux", "windows", "other"]),
  protection: protectionSchema,
});
export type MachineDefinition = z.infer<typeof machineDefinitionSchema>;

/** What of a machine can be changed after it was made. */
export const machineEditSchema = machineDefinitionSchema.pick({ name: true, vcpus: true, memoryMiB: true });
export type MachineEdit = z.infer<typeof machineEditSchema>;
