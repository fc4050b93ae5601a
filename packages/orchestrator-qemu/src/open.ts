import { readFile } from "node:fs/promises";
import { qemuConfigSchema } from "./config";
import { QemuOrchestrator } from "./qemu-orchestrator";

/** The adapter as the file that QEMU_CONFIG names describes it. @throws Error naming the file that can't be read or is wrong */
export async function openQemuOrchestrator(file: string): Promise<QemuOrchestrator> {
  const config = qemuConfigSchema.parse(JSON.parse(await readFile(file, "utf8")));
  const [authority, certificate, key] = await Promise.all([
    readFile(config.tls.authority),
    readFile(config.tls.certificate),
    readFile(config.tls.key),
  ]);
  return new QemuOrchestrator({ config, material: { authority, certificate, key } });
}
