import { PAIR_LABEL } from "@v-available/domain/label";
import {
  type HostState,
  type LinkState,
  otherSide,
  type PairState,
  type ProtectionState,
  type Side,
} from "@v-available/domain/state";
import type { JSX } from "react";
import type { GlyphSize } from "./geometry";
import { type Half, type Links, PairGlyph, pairGlyphWords, type WitnessSight } from "./PairGlyph";
import type { Tone } from "./tone";

/** What is known of a pair, in the words of the domain. */
export interface PairFacts {
  readonly hosts: { readonly a: HostState; readonly b: HostState };
  readonly activeSide: Side;
  readonly links: { readonly a: LinkState; readonly b: LinkState };
  readonly witnessSeenBy: { readonly a: boolean; readonly b: boolean };
  readonly worst: ProtectionState | null;
  readonly resync: { readonly ratio: number; readonly side: Side } | null;
  readonly twoSites: boolean;
  readonly held: boolean;
}

/** How a host stands, before the roles of its machines are looked at. */
const HOST_HALF = {
  Offline: "gone",
  Booting: "gone",
  Joining: "here",
  Running: "here",
  Degraded: "here",
  PredictedToFail: "here",
  Evacuating: "maintenance",
  Maintenance: "maintenance",
  Finalizing: "maintenance",
  Suspect: "here",
  Fenced: "gone",
  Failed: "gone",
  PoweredOff: "gone",
  Unknown: "unknown",
} as const satisfies Record<HostState, "gone" | "here" | "maintenance" | "unknown">;

function halfOf(side: Side, state: PairState, facts: PairFacts): Half {
  if (state === "Unknown") return { is: "unknown" };
  const stands = HOST_HALF[facts.hosts[side]];
  if (stands !== "here") return { is: stands };
  if (state === "SplitBrain") return { is: "act" };
  if (state === "AwaitingQuorum") return { is: "held" };
  if (state === "Down") return { is: "disk" };
  if (facts.activeSide === side || HOST_HALF[facts.hosts[otherSide(side)]] === "gone") return { is: "act" };
  if (state === "Partitioned") return { is: "held" };
  return facts.resync?.side === side ? { is: "sync", ratio: facts.resync.ratio } : { is: "disk" };
}

const carries = (link: LinkState): boolean => link === "Up" || link === "Degraded";

function linksOf({ links, hosts }: PairFacts): Links {
  if (HOST_HALF[hosts.a] === "gone" || HOST_HALF[hosts.b] === "gone") return "none";
  if (carries(links.a)) return carries(links.b) ? "both" : "a";
  return carries(links.b) ? "b" : "none";
}

function sightOf({ witnessSeenBy }: PairFacts): WitnessSight {
  if (witnessSeenBy.a) return witnessSeenBy.b ? "both" : "a";
  return witnessSeenBy.b ? "b" : "none";
}

function toneOf(state: PairState, links: Links, sight: WitnessSight): Tone | undefined {
  if (state !== "Normal") return PAIR_LABEL[state].tone;
  return links !== "both" || sight !== "both" ? "degraded" : undefined;
}

const EXPOSED: readonly (ProtectionState | null)[] = ["Resyncing", "Unprotected", "Degraded"];

export interface PairStateGlyphProps {
  readonly state: PairState;
  readonly facts: PairFacts;
  readonly size?: GlyphSize;
  /** Goes before the spoken facts, as "lit". */
  readonly name?: string;
  readonly label?: string | null;
}

/** The drawing of one pair as it is. Normal is ink; a pair that is not takes its colour whole. */
export function PairStateGlyph({ state, facts, size, name, label }: PairStateGlyphProps): JSX.Element {
  const a = halfOf("a", state, facts);
  const b = halfOf("b", state, facts);
  const links = linksOf(facts);
  const witness = sightOf(facts);
  const tone = toneOf(state, links, witness);
  const sideTone = (half: Half): Tone | undefined => {
    if (half.is === "gone" && state !== "Down") return "down";
    if (half.is === "sync") return "resyncing";
    // The only whole copy: what would be lost with it takes the colour of exposure.
    if (half.is === "act" && facts.resync !== null && EXPOSED.includes(facts.worst)) return "unprotected";
    return undefined;
  };
  const words = `${PAIR_LABEL[state].word}: ${pairGlyphWords({ a, b, links, witness })}`;
  return (
    <PairGlyph
      a={a}
      b={b}
      links={state === "Unknown" ? "none" : links}
      {...(state === "Unknown" ? {} : { witness })}
      remote={facts.twoSites}
      tone={tone}
      toneA={sideTone(a)}
      toneB={sideTone(b)}
      label={label === undefined ? (name === undefined ? words : `${name}, ${words}`) : label}
      {...(size === undefined ? {} : { size })}
    />
  );
}
