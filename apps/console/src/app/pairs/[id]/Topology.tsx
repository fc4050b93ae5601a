"use client";
import type { HostView, LinkView, PairView, WitnessView } from "@v-available/api/view/pair";
import { LINK_KIND_WORD } from "@v-available/domain/label";
import { HOST_STANDING, LINK_CARRIES } from "@v-available/domain/pair-facts";
import { HOST_LABEL, LINK_LABEL } from "@v-available/domain/part-label";
import { SIDES, type Side } from "@v-available/domain/state";
import { countWords, lagWords, percentWords } from "@v-available/domain/wording";
import type { JSX } from "react";
import { Named } from "../../../client/Named";
import { HostPlate } from "./HostPlate";
import styles from "./Topology.module.css";
import { lostSides, tokenWords, type WhatIf } from "./what-if";

const LINK_ORDER = ["availability-a", "availability-b", "management", "business", "wan"];

function sightWords(witness: WitnessView, pair: PairView): string {
  const { a, b } = witness.seenBy;
  if (a.reachable && b.reachable) {
    const rttMs = Math.max(a.rttMs ?? 0, b.rttMs ?? 0);
    return rttMs === 0 ? "seen by both" : `${Math.max(1, Math.round(rttMs))} ms from both`;
  }
  if (!a.reachable && !b.reachable) return "seen by neither";
  return `seen by ${a.reachable ? pair.hostNames.a : pair.hostNames.b} only`;
}

function Witness({ pair, choice }: { pair: PairView; choice: WhatIf }): JSX.Element {
  const first = pair.witnesses.find((witness) => witness.inUse) ?? pair.witnesses[0];
  const other = pair.witnesses.find((witness) => witness !== first);
  const hostNames = [pair.hostNames.a, pair.hostNames.b];
  const sight =
    choice === "witness" || first === undefined
      ? "none"
      : first.seenBy.a.reachable
        ? first.seenBy.b.reachable
          ? "both"
          : "a"
        : first.seenBy.b.reachable
          ? "b"
          : "none";
  return (
    <>
      <div className={styles.witness} data-sight={sight}>
        <span className={styles.where}>
          {first === undefined ? (
            "no witness is set up"
          ) : (
            <>
              <b className="id">{first.name}</b> {first.siteName},{" "}
              {choice === "witness" ? "would be lost" : <Named text={sightWords(first, pair)} names={hostNames} />}
              {first.preferred ? "" : ", asked for now"}
              {first.independent ? "" : "; shares a site with a host"}
              {other === undefined ? null : (
                <>
                  ; {other.preferred ? "preferred" : "alternate"} <span className="id">{other.name}</span>,{" "}
                  <Named text={sightWords(other, pair)} names={hostNames} />
                </>
              )}
            </>
          )}
        </span>
        <i className={styles.square} aria-hidden="true" />
        <span>
          <Named text={tokenWords(choice, pair)} names={hostNames} />
        </span>
      </div>
      <svg
        className={styles.sightLines}
        viewBox="0 0 100 20"
        preserveAspectRatio="none"
        aria-hidden="true"
        data-sight={sight}
      >
        <path
          d={`M50 0V10${sight === "b" ? "" : "M24 20V10H50"}${sight === "a" ? "" : "M76 20V10H50"}`}
          fill="none"
          stroke="currentColor"
          strokeWidth="1"
          strokeDasharray="1 4"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </>
  );
}

function Link({ link, cut }: { link: LinkView; cut: "would" | "now" | null }): JSX.Element {
  const carries = LINK_CARRIES[link.state];
  const availability = link.kind === "availability-a" || link.kind === "availability-b";
  return (
    <div
      className={styles.link}
      data-carries={carries && cut === null}
      data-thin={!availability || undefined}
      data-state={link.state}
    >
      <span className={styles.linkName}>{LINK_KIND_WORD[link.kind]}</span>
      <span className={styles.linkUse}>{cut === null && carries ? percentWords(link.usedRatio) : ""}</span>
      <i className={styles.line} aria-hidden="true" />
      <span className={styles.linkRtt}>
        {cut !== null
          ? cut === "would"
            ? "would carry nothing"
            : "nobody at one end"
          : link.state === "Up"
            ? link.rttP50Ms === null
              ? "up"
              : `${lagWords(link.rttP50Ms)}${link.rttP99Ms === null ? "" : `, p99 ${lagWords(link.rttP99Ms)}`}`
            : LINK_LABEL[link.state].word.toLowerCase()}
      </span>
    </div>
  );
}

function plateOf(host: HostView, pair: PairView, lost: Record<Side, boolean>, choice: WhatIf) {
  const { side } = host;
  const other: Side = side === "a" ? "b" : "a";
  if (lost[side]) return { look: "lost", words: "would be lost" } as const;
  if (HOST_STANDING[host.state] === "away") return { look: "away", words: HOST_LABEL[host.state].word } as const;
  if (lost[other]) return { look: "acts", words: "would hold the token" } as const;
  const runs = pair.machines.filter((machine) => machine.activeSide === side && machine.power !== "off").length;
  const out = host.components.filter((component) => component.service === "out").length;
  const trouble = out === 0 ? "" : `, ${out === 1 ? "one part" : `${out} parts`} out`;
  const token = choice === "witness" || !host.holdsToken ? "" : ", holds the token";
  const both = pair.hosts.a.holdsToken && pair.hosts.b.holdsToken;
  return {
    look: pair.glyph.activeSide === side ? "acts" : "stands-by",
    words: `${HOST_LABEL[host.state].word}${both ? `, ${countWords(runs, "machine")}` : token}${trouble}`,
  } as const;
}

/** Two hosts, what joins them, and the witness above: the pair glyph large enough to hold its facts. */
export function Topology({
  pair,
  choice,
  nowMs,
  onChoose,
}: {
  pair: PairView;
  choice: WhatIf;
  nowMs: number;
  onChoose: (choice: WhatIf) => void;
}): JSX.Element {
  const lost = lostSides(choice, pair);
  const links = [...pair.links].sort((one, other) => LINK_ORDER.indexOf(one.kind) - LINK_ORDER.indexOf(other.kind));
  const away = SIDES.some((side) => HOST_STANDING[pair.hosts[side].state] === "away");
  const cut = (link: LinkView): "would" | "now" | null => {
    if (away) return "now";
    return lost.a || lost.b || (choice === "both-links" && link.kind.startsWith("availability")) ? "would" : null;
  };
  const plate = (side: Side): JSX.Element => (
    <HostPlate
      host={pair.hosts[side]}
      {...plateOf(pair.hosts[side], pair, lost, choice)}
      pressed={choice === `host-${side}`}
      nowMs={nowMs}
      onPress={() => onChoose(choice === `host-${side}` ? "now" : `host-${side}`)}
    />
  );
  return (
    <>
      <Witness pair={pair} choice={choice} />
      <div className={styles.plates}>
        {plate("a")}
        <div className={styles.links}>
          {links.map((link) => (
            <Link key={link.id} link={link} cut={cut(link)} />
          ))}
        </div>
        {plate("b")}
      </div>
    </>
  );
}
