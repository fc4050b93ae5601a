import { open, stat } from "node:fs/promises";
import path from "node:path";
import type { Side } from "@v-available/domain/state";
import { hostDirectory } from "./agent-setup";
import type { LabSettings } from "./settings";
import { until } from "./shell";
import type { WriterProcess } from "./writer-process";

const BLOCK_BYTES = 64 * 1024;

export const diskFile = (lab: LabSettings, side: Side, vmRef: string): string =>
  path.join(hostDirectory(lab, side), "machine", vmRef, "disk.raw");

/**
 * Compares both copies of a machine's disk byte by byte, from outside of everything that writes them. It means something
 * only while nobody writes.
 * @returns the offsets of the 64 KiB blocks that differ; empty when the copies are identical
 */
export async function differingBlocks(lab: LabSettings, vmRef: string): Promise<number[]> {
  const files = [diskFile(lab, "a", vmRef), diskFile(lab, "b", vmRef)] as const;
  const [sizeA, sizeB] = await Promise.all(files.map(async (file) => (await stat(file)).size));
  if (sizeA !== sizeB || sizeA === undefined) throw new Error(`The copies have ${sizeA} and ${sizeB} bytes.`);
  const [a, b] = await Promise.all(files.map((file) => open(file, "r")));
  const differing: number[] = [];
  try {
    const [left, right] = [Buffer.alloc(BLOCK_BYTES), Buffer.alloc(BLOCK_BYTES)];
    for (let offset = 0; offset < sizeA; offset += BLOCK_BYTES) {
      await Promise.all([a?.read(left, 0, BLOCK_BYTES, offset), b?.read(right, 0, BLOCK_BYTES, offset)]);
      if (!left.equals(right)) differing.push(offset);
    }
    return differing;
  } finally {
    await Promise.all([a?.close(), b?.close()]);
  }
}

/** Lets the only client stand still, and compares. @throws Error that says where the copies differ */
export async function awaitIdenticalCopies(lab: LabSettings, vmRef: string, client: WriterProcess): Promise<void> {
  await client.whileStill(async () => {
    let differing: number[] = [];
    // A write that was under way when the client stopped may still be on its way to one of them.
    const same = async () => {
      differing = await differingBlocks(lab, vmRef);
      return differing.length === 0;
    };
    await until(() => `identical copies; they differ at ${differing.slice(0, 8).join(", ")}`, 10_000, same, 100);
  });
}
