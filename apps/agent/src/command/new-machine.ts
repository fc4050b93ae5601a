import { access } from "node:fs/promises";
import type { AgentConfig } from "@v-available/domain/agent-config";
import type { MachineDefinition } from "@v-available/domain/machine-definition";
import { Refusal, type RefusalDetail } from "@v-available/domain/refusal";
import type { Machine } from "../machine/machine";

export interface Taken {
  readonly names: readonly string[];
  readonly macs: readonly string[];
  /** Memory of machines that this host runs or would have to run after the loss of its partner. */
  readonly memoryMiB: number;
}

const refuse = (
  code: RefusalDetail["code"],
  field: keyof MachineDefinition,
  definition: MachineDefinition,
  message: string,
  limit: string,
  remedy: string,
): never => {
  const value = definition[field] as string | number | null;
  throw new Refusal({ code, message, field: `definition.${field}`, value, limit, remedy });
};

/** A locally administered address of QEMU's range; the last three bytes are chance. */
export const macFrom = (random: Uint8Array): string =>
  `52:54:00:${[...random.subarray(0, 3)].map((byte) => byte.toString(16).padStart(2, "0")).join(":")}`;

/**
 * Turns what was asked for into a machine of this host, or says what is wrong with it.
 * @throws Refusal naming the field, its value, the limit and the remedy; nothing has been made then
 */
export async function newMachine(
  definition: MachineDefinition,
  config: Pick<AgentConfig, "pairRef" | "side" | "capacity" | "images" | "host">,
  taken: Taken,
  random: () => Uint8Array,
): Promise<{ machine: Machine; diskImage: string | null }> {
  const no = (code: RefusalDetail["code"], field: keyof MachineDefinition, ...words: [string, string, string]) =>
    refuse(code, field, definition, ...words);
  if (definition.pairRef !== config.pairRef)
    no("not-found", "pairRef", `There is no pair ${definition.pairRef} here.`, config.pairRef, "Choose this pair.");
  if (definition.side !== null && definition.side !== config.side)
    throw new Refusal({
      code: "conflict",
      message: `This is host ${config.side.toUpperCase()}; the machine shall start on the other one.`,
      field: "definition.side",
      value: definition.side,
      limit: config.side,
      remedy: "Ask the agent of that side.",
    });
  if (taken.names.includes(definition.name)) {
    const message = `There is already a machine named ${definition.name} on this pair.`;
    no("conflict", "name", message, "one machine of a name", "Choose another name.");
  }
  if (definition.mac !== null && taken.macs.includes(definition.mac)) {
    const message = `The MAC ${definition.mac} belongs to another machine of this pair.`;
    no("conflict", "mac", message, "one machine of a MAC", "Leave it out to get a free one.");
  }
  const freeMiB = Math.max(0, config.capacity.memoryMiB - taken.memoryMiB);
  if (definition.memoryMiB > freeMiB) {
    const message = `${config.host.name} has ${freeMiB} MiB of ${config.capacity.memoryMiB} MiB left for machines.`;
    no("blocked", "memoryMiB", message, `at most ${freeMiB} MiB`, "Choose less memory, or stop another machine.");
  }
  if (definition.vcpus > config.capacity.cores) {
    const message = `${config.host.name} has ${config.capacity.cores} cores.`;
    no("blocked", "vcpus", message, `at most ${config.capacity.cores}`, "Choose fewer vCPUs.");
  }
  const diskImage = await imageOf(definition, config, no);
  const { name, vcpus, memoryMiB, diskMiB, image, ip, guest } = definition;
  let mac = definition.mac ?? macFrom(random());
  while (definition.mac === null && taken.macs.includes(mac)) mac = macFrom(random());
  return {
    machine: { name, vcpus, memoryMiB, diskMiB, image, ip, guest, mac, diskBytes: diskMiB * 1024 * 1024 },
    diskImage,
  };
}

async function imageOf(
  definition: MachineDefinition,
  config: Pick<AgentConfig, "images" | "host">,
  no: (code: RefusalDetail["code"], field: keyof MachineDefinition, ...words: [string, string, string]) => never,
): Promise<string | null> {
  if (definition.image === null) return null;
  const image = config.images[definition.image];
  const known = Object.keys(config.images).join(", ") || "no image";
  if (!image)
    return no(
      "not-found",
      "image",
      `${config.host.name} has no image named ${definition.image}.`,
      `one of: ${known}`,
      "Copy the image to both hosts, or choose one that is there.",
    );
  for (const file of image.kind === "disk" ? [image.file] : [image.kernel, image.initrd])
    await access(file).catch(() =>
      no(
        "not-found",
        "image",
        `A file of image ${definition.image} is missing on ${config.host.name}: ${file}.`,
        `one of: ${known}`,
        "Copy the file to both hosts.",
      ),
    );
  return image.kind === "disk" ? image.file : null;
}
