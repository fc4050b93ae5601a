import { readFileSync } from "node:fs";

/** The feature names of the first processor, sorted, from the text of /proc/cpuinfo; null where it names none. */
export function cpuFeaturesOf(cpuinfo: string): readonly string[] | null {
  const flags = /^flags\s*:(.*)$/m.exec(cpuinfo)?.[1]?.trim();
  return flags ? [...new Set(flags.split(/\s+/))].sort() : null;
}

/** Of this host, as its kernel has them. */
export function readCpuFeatures(): string[] | null {
  try {
    const names = cpuFeaturesOf(readFileSync("/proc/cpuinfo", "utf8"));
    return names && [...names];
  } catch {
    return null;
  }
}
