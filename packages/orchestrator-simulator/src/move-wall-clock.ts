import type { Sim } from "./sim";

/**
 * Time went by in which nothing of this world happened. What its hosts have counted happened when it did: told as later it
 * would be a failure that nobody has seen yet.
 */
export function moveWallClock({ world }: Sim, wallOffsetMs: number): void {
  const earlierMs = wallOffsetMs - world.wallOffsetMs;
  world.wallOffsetMs = wallOffsetMs;
  const moved = (timesMs: readonly number[]) => timesMs.map((atMs) => atMs - earlierMs);
  for (const host of Object.values(world.hosts)) {
    for (const disk of host.disks) disk.faultTimesMs = moved(disk.faultTimesMs);
    for (const [name, record] of Object.entries(host.partRecords ?? {}))
      host.partRecords = { ...host.partRecords, [name]: { ...record, faultTimesMs: moved(record.faultTimesMs) } };
    if (host.agentCrashTimesMs) host.agentCrashTimesMs = moved(host.agentCrashTimesMs);
  }
}
