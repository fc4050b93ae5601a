import type { Finding } from "./finding";
import { path, witnessSight } from "./free-host.fixture";
import { admitReplacing, type ReplacingWorld } from "./host-replacing";
import { available, facts, host, solo } from "./pair.fixture";
import type { PairCandidate } from "./pair-candidate";
import type { PairWithMachines } from "./pair-facts";

/** A host that could stand in for either host of the pair. */
const LIT_C: PairCandidate = {
  ...host("b"),
  ref: "lit-c",
  name: "lit-c",
  siteName: "Littleton",
  answers: true,
  version: "2.4.1",
  diskMiB: 3_600 * 1024,
  clock: { offsetMs: 3, steady: true },
  pairing: null,
  retiredFrom: null,
  paths: [path("lit-a", "eth2"), path("lit-a", "eth3")],
  witnesses: [witnessSight("wit-bos", { siteName: "Boston" })],
};

export const lost = (change: Partial<PairWithMachines> = {}): PairWithMachines =>
  facts({ hosts: { a: host("a"), b: host("b", { state: "Offline" }) }, machines: [solo(available())], ...change });

export const replacing = (change: Partial<ReplacingWorld> = {}, c: Partial<PairCandidate> = {}): Finding[] =>
  admitReplacing({
    facts: lost(),
    side: "b",
    wanted: "lit-c",
    freeHosts: [{ ...LIT_C, ...c }],
    siteName: () => "Littleton",
    capabilities: { "replace-host": { supported: true } },
    ...change,
  });
