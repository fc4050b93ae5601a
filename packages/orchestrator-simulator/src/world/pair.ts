import type { Side } from "@v-available/domain/state";

export interface SimSite {
  readonly ref: string;
  readonly name: string;
  readonly region: string;
  readonly role: "primary" | "partner" | "witness" | "recovery";
  /** In degrees. Absent in worlds that did not know. */
  readonly position?: { readonly latitude: number; readonly longitude: number };
}

export interface SimPair {
  readonly ref: string;
  readonly name: string;
  hosts: Readonly<Record<Side, string>>;
  /** Hosts that were replaced and do not know it yet. */
  strays?: readonly string[];
  readonly links: readonly string[];
  /** In the order in which they are preferred. */
  readonly witnessRefs: readonly string[];
  /** Where asynchronous copies of its machines go. Absent in worlds that knew of none. */
  readonly recovery?: SimRecoveryTarget;
  /** It was made of free hosts, and not with the world. */
  readonly formed?: true;
  /** Something else has the space that is set aside for its journal. */
  journalTaken?: true;
  readonly vms: string[];
  /** When either host was last heard, or both were last known to be down. */
  heardAtMs: number;
  /** Since when nothing happens in it, as far as that was looked at. */
  quietSinceMs?: number | null;
  /** Since when its time stands still. */
  napSinceMs?: number | null;
  /** How long its time stood still before that, in all. */
  sleptMs?: number;
}

export interface SimRecoveryTarget {
  readonly siteRef: string;
  /** For what its machines have written and the WAN has not carried yet. */
  readonly journalBytes: number;
}
