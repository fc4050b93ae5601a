import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
const ip = (...args: string[]) => run("ip", args, { timeout: 5_000 });

/** Makes the guest's network device and plugs it into the bridge; one that is left over is replaced. */
export async function makeTap(name: string, bridge: string): Promise<void> {
  await removeTap(name);
  await ip("tuntap", "add", "dev", name, "mode", "tap");
  await ip("link", "set", name, "master", bridge, "up");
}

export async function removeTap(name: string): Promise<void> {
  await ip("link", "delete", name).catch((error: { stderr?: string }) => {
    if (!/Cannot find device/.test(error.stderr ?? "")) throw error;
  });
}
