import type { Finding } from "./finding";
import type { PairCandidate, PairPath } from "./pair-candidate";
import { admitPair, type FormingWorld, type PairDraft } from "./pair-forming";

/** Two free hosts that fit each other, and a witness elsewhere. Tests change what they are about. */
export const path = (toHostRef: string, port: string, change: Partial<PairPath> = {}): PairPath => ({
  toHostRef,
  port,
  toPort: port,
  switchName: `switch-${port.at(-1)}`,
  rttP50Ms: 0.2,
  rttP99Ms: 0.32,
  lossRatio: 0,
  bytesPerSecond: 1_175_000_000,
  ...change,
});

export function candidate(name: "dul-c" | "dul-d", change: Partial<PairCandidate> = {}): PairCandidate {
  const other = name === "dul-c" ? "dul-d" : "dul-c";
  return {
    ref: name,
    name,
    siteRef: "duluth",
    siteName: "Duluth",
    answers: true,
    version: "2.4.1",
    cores: 48,
    memoryMiB: 384 * 1024,
    diskMiB: 3_600 * 1024,
    cpuModel: "Xeon Gold 6430",
    cpuFeatures: ["aes", "avx2"],
    watchdog: "disarmed",
    clock: { offsetMs: 3, steady: true },
    pairing: null,
    retiredFrom: null,
    paths: [path(other, "eth2"), path(other, "eth3")],
    witnesses: [witnessSight("witness-alb")],
    ...change,
  };
}

export const witnessSight = (
  name: string,
  change: Partial<PairCandidate["witnesses"][number]> = {},
): PairCandidate["witnesses"][number] => ({
  name,
  endpoint: `${name}.example:8443`,
  siteName: "Albany",
  onHostRef: null,
  switchName: null,
  rttMs: 28,
  ...change,
});

export const PAIR_DRAFT: PairDraft = {
  name: "dul2",
  hostA: "dul-c",
  hostB: "dul-d",
  witness: "witness-alb",
  alternate: null,
  load: { vcpus: 0, memoryMiB: 0, diskMiB: 0 },
};

export const formed = (
  {
    a,
    b,
    both,
    ...draft
  }: Partial<PairDraft> & {
    a?: Partial<PairCandidate>;
    b?: Partial<PairCandidate>;
    both?: Partial<PairCandidate>;
  } = {},
  world: Partial<FormingWorld> = {},
): Finding[] =>
  admitPair(
    { ...PAIR_DRAFT, ...draft },
    {
      pairNames: ["dul"],
      freeHosts: [candidate("dul-c", { ...both, ...a }), candidate("dul-d", { ...both, ...b })],
      capabilities: { "form-pair": { supported: true } },
      ...world,
    },
  );
