import { createHash } from "node:crypto";
import path from "node:path";

/**
 * Where a machine's things are on this host. Sockets get short names of their own: a Unix socket path ends at 107
 * characters.
 */
export interface MachineFolder {
  readonly folder: string;
  readonly disk: string;
  readonly tap: string;
  readonly console: string;
  readonly qemuLog: string;
  readonly qemuIdentity: string;
  readonly monitors: readonly [string, string];
  /** Where QEMU shows the machine's screen, while it runs here. */
  readonly screen: string;
  readonly daemonLog: string;
  readonly daemonIdentity: string;
  readonly daemonMonitor: string;
  readonly daemonExport: string;
}

export const machinesFolder = (stateDirectory: string): string => path.join(stateDirectory, "machine");
export const socketsFolder = (stateDirectory: string): string => path.join(stateDirectory, "run");

export function machineFolder(stateDirectory: string, vmRef: string): MachineFolder {
  if (!/^[A-Za-z0-9_.-]+$/.test(vmRef) || vmRef.startsWith(".")) throw new Error(`vm ref ${vmRef} is not a file name`);
  const folder = path.join(machinesFolder(stateDirectory), vmRef);
  const short = createHash("sha256").update(vmRef).digest("hex").slice(0, 10);
  const socket = (name: string) => path.join(socketsFolder(stateDirectory), `${short}.${name}`);
  return {
    folder,
    disk: path.join(folder, "disk.raw"),
    tap: `tap${short}`,
    console: path.join(folder, "console.log"),
    qemuLog: path.join(folder, "qemu.log"),
    qemuIdentity: path.join(folder, "qemu.json"),
    monitors: [socket("m0"), socket("m1")],
    screen: socket("vnc"),
    daemonLog: path.join(folder, "storage-daemon.log"),
    daemonIdentity: path.join(folder, "storage-daemon.json"),
    daemonMonitor: socket("sd"),
    daemonExport: path.join(folder, "export.json"),
  };
}
