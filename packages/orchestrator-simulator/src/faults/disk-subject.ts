import { hostOf, type Sim } from "../sim";
import type { SimDisk, SimHost } from "../world/host";
import { everyOfHosts } from "./subject";

const disksWhere = (suits: (disk: SimDisk, host: SimHost) => boolean) =>
  everyOfHosts(
    (host) => host.disks.filter((disk) => suits(disk, host)).map(({ name }) => name),
    ({ name }, disk) => `${name}, ${disk}`,
  );

export const everyDisk = disksWhere(() => true);
/** Such as can be noticed to be bad: they work, in a host that runs, besides those that are bad already. */
export const everyWorkingDisk = disksWhere((disk, { power }) => !disk.failed && (power === "on" || disk.slow === true));

export function diskOf(sim: Sim, subjectRef: string): { host: SimHost; disk: SimDisk } {
  const [hostRef = "", diskName = ""] = subjectRef.split("/");
  const host = hostOf(sim, hostRef);
  const disk = host.disks.find((one) => one.name === diskName);
  if (!disk) throw new Error(`${host.name} has no ${diskName}`);
  return { host, disk };
}

/** Such as go on after an error. */
export const everyForgivenDisk = disksWhere(
  ({ failed, retirement }, { power }) => !failed && power === "on" && retirement?.fault !== "disk-failed",
);
