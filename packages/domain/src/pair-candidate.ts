import type { ObservedFreeHost, ObservedHost } from "./observed";

/** A host that may become one of a pair, with as much as is known of it. */
export interface PairCandidate
  extends Pick<
    ObservedHost,
    "ref" | "name" | "siteRef" | "cores" | "memoryMiB" | "cpuModel" | "cpuFeatures" | "watchdog" | "clock"
  > {
  readonly siteName: string;
  readonly answers: boolean;
  readonly version: string | null;
  /** Free for copies; null where the backend does not say. */
  readonly diskMiB: number | null;
  readonly pairing: string | null;
  readonly retiredFrom: string | null;
  readonly paths: ObservedFreeHost["paths"];
  readonly witnesses: ObservedFreeHost["witnesses"];
}

export type PairPath = ObservedFreeHost["paths"][number];

/** The ways between two hosts, one for each port of the first, as either of them has measured them. */
export function pathsBetween(a: PairCandidate, b: PairCandidate): readonly PairPath[] {
  const there = a.paths.filter(({ toHostRef }) => toHostRef === b.ref);
  if (there.length > 0) return there;
  return b.paths
    .filter(({ toHostRef }) => toHostRef === a.ref)
    .map((path) => ({ ...path, toHostRef: b.ref, port: path.toPort, toPort: path.port }));
}
