import {
  DIAL_STOPS,
  type DialStop,
  PROTECTION_OF_STOP,
  REMOTE_AVAILABILITY,
  withRecovery,
} from "@v-available/domain/level";
import { HOST_LABEL, MIRROR_LEG_LABEL } from "@v-available/domain/part-label";
import { OUTCOME_WORD, OUTCOMES } from "@v-available/domain/prediction";
import { HOST_STATES, MIRROR_LEG_STATES, PAIR_STATES, PROTECTION_STATES, SEVERITIES } from "@v-available/domain/state";
import { Arrow } from "@v-available/ui/Arrow";
import { Dial, SmallDial } from "@v-available/ui/Dial";
import { Heartbeat } from "@v-available/ui/Heartbeat";
import { LevelGlyph, levelWords } from "@v-available/ui/LevelGlyph";
import { MachineName } from "@v-available/ui/MachineName";
import { MirrorBar } from "@v-available/ui/MirrorBar";
import { EmptyState, ErrorState, Stale } from "@v-available/ui/Notice";
import { PairGlyph, type PairGlyphProps, pairGlyphWords } from "@v-available/ui/PairGlyph";
import { Region } from "@v-available/ui/Region";
import { SeverityBadge, SeverityMark } from "@v-available/ui/SeverityMark";
import { Skeleton } from "@v-available/ui/Skeleton";
import { Sparkline } from "@v-available/ui/Sparkline";
import { LabelBadge, PairBadge, StateBadge } from "@v-available/ui/StateBadge";
import { StateMark } from "@v-available/ui/StateMark";
import { TraceMark } from "@v-available/ui/TraceMark";
import type { Metadata } from "next";
import type { JSX } from "react";
import { Controls } from "./Controls";
import styles from "./parts.module.css";

export const metadata: Metadata = { title: "Parts" };

type Drawing = Pick<PairGlyphProps, "a" | "b" | "links" | "witness" | "tone" | "toneA" | "remote">;

const PAIRS: readonly { name: string; drawing: Drawing }[] = [
  { name: "Normal, token with A", drawing: { a: { is: "act" }, b: { is: "disk" }, links: "both", witness: "both" } },
  { name: "Normal, token with B", drawing: { a: { is: "disk" }, b: { is: "act" }, links: "both", witness: "both" } },
  { name: "With memory", drawing: { a: { is: "act" }, b: { is: "core" }, links: "both", witness: "both" } },
  {
    name: "Link A only",
    drawing: { a: { is: "act" }, b: { is: "disk" }, links: "a", witness: "both", tone: "degraded" },
  },
  {
    name: "Link B only",
    drawing: { a: { is: "act" }, b: { is: "disk" }, links: "b", witness: "both", tone: "degraded" },
  },
  { name: "Witness seen by A", drawing: { a: { is: "act" }, b: { is: "disk" }, links: "both", witness: "a" } },
  { name: "Witness seen by B", drawing: { a: { is: "act" }, b: { is: "disk" }, links: "both", witness: "b" } },
  {
    name: "Witness lost",
    drawing: { a: { is: "act" }, b: { is: "disk" }, links: "both", witness: "none", tone: "atrisk" },
  },
  {
    name: "Copy catching up",
    drawing: { a: { is: "act" }, b: { is: "sync", ratio: 0.42 }, links: "both", witness: "both" },
  },
  {
    name: "Single host",
    drawing: { a: { is: "gone" }, b: { is: "act" }, links: "none", witness: "b", tone: "unprotected", toneA: "down" },
  },
  { name: "Partitioned", drawing: { a: { is: "act" }, b: { is: "held" }, links: "none", witness: "both" } },
  { name: "Maintenance", drawing: { a: { is: "act" }, b: { is: "maintenance" }, links: "both", witness: "both" } },
  {
    name: "Awaiting quorum",
    drawing: { a: { is: "held" }, b: { is: "held" }, links: "none", witness: "none", tone: "awaiting" },
  },
  {
    name: "Split brain",
    drawing: { a: { is: "act" }, b: { is: "act" }, links: "none", witness: "both", tone: "down" },
  },
  { name: "Down", drawing: { a: { is: "gone" }, b: { is: "gone" }, links: "none", witness: "none", tone: "down" } },
  { name: "Unknown", drawing: { a: { is: "unknown" }, b: { is: "unknown" }, links: "none", tone: "unknown" } },
  {
    name: "Two sites",
    drawing: { a: { is: "act" }, b: { is: "disk" }, links: "both", witness: "both", remote: true },
  },
];

const LEVELS = [
  ...DIAL_STOPS.map((stop) => PROTECTION_OF_STOP[stop]),
  REMOTE_AVAILABILITY,
  withRecovery(PROTECTION_OF_STOP["high-availability"]),
  withRecovery(PROTECTION_OF_STOP["fault-tolerance"]),
];

const DIALS: readonly { declared: DialStop; effective: DialStop | null }[] = [
  { declared: "unprotected", effective: "unprotected" },
  { declared: "high-availability", effective: "high-availability" },
  { declared: "fault-tolerance", effective: "fault-tolerance" },
  { declared: "fault-tolerance", effective: "high-availability" },
  { declared: "fault-tolerance", effective: "unprotected" },
  { declared: "high-availability", effective: "fault-tolerance" },
  { declared: "fault-tolerance", effective: null },
];

const WAVE = Array.from({ length: 80 }, (_, index) => 40 + 12 * Math.sin(index / 3) + (index % 17 === 0 ? 25 : 0));

/** Every part in every state, for those who build and check the console. */
export default function Page(): JSX.Element {
  return (
    <>
      <h1 className={`say ${styles.title}`}>
        <b>Solid acts. Outline holds. Core remembers.</b> Filling catches up. Corners are gone.
      </h1>
      <div className={styles.columns}>
        <Region title="Pairs" aside="12, 15, 24 and 84 px">
          <ul className={styles.list}>
            {PAIRS.map(({ name, drawing }) => (
              <li key={name}>
                <PairGlyph {...drawing} size={12} label={null} />
                <PairGlyph {...drawing} size={15} label={null} />
                <PairGlyph {...drawing} size={24} />
                <b>{name}</b>
                <span className="sub">{pairGlyphWords(drawing)}</span>
              </li>
            ))}
          </ul>
          <div className={styles.large}>
            <PairGlyph a={{ is: "act" }} b={{ is: "core" }} links="both" witness="both" size={84} />
            <PairGlyph a={{ is: "act" }} b={{ is: "sync", ratio: 0.42 }} links="b" witness="a" size={84} />
            <PairGlyph a={{ is: "gone" }} b={{ is: "held" }} links="none" witness="none" size={84} tone="awaiting" />
          </div>
        </Region>
        <div className={styles.column}>
          <Region title="Levels of a machine" aside="the bar below is one identity">
            <ul className={styles.list}>
              {LEVELS.map((level) => (
                <li key={levelWords(level)}>
                  <LevelGlyph protection={level} size={12} label={null} />
                  <LevelGlyph protection={level} size={15} label={null} />
                  <LevelGlyph protection={level} size={24} />
                  <b>{levelWords(level)}</b>
                </li>
              ))}
            </ul>
          </Region>
          <Region title="Outcome of a loss">
            <ul className={styles.list}>
              {OUTCOMES.map((outcome) => (
                <li key={outcome}>
                  <TraceMark outcome={outcome} />
                  <b>{OUTCOME_WORD[outcome]}</b>
                </li>
              ))}
            </ul>
          </Region>
          <Region title="Severity" aside="how many bars stand">
            <ul className={styles.list}>
              {SEVERITIES.map((severity) => (
                <li key={severity}>
                  <SeverityBadge severity={severity} />
                  <SeverityMark severity={severity} size={24} />
                </li>
              ))}
            </ul>
          </Region>
          <Region title="What moves">
            <ul className={styles.list}>
              <li>
                <Heartbeat />
                heartbeat, every 100 ms, drawn once
              </li>
              <li>
                <Heartbeat missed={4} />
                four missed
              </li>
              <li>
                <MirrorBar ratio={0.33} />
                <Arrow to="b" /> resync, 33 %
              </li>
              <li>
                <MirrorBar ratio={1} tone="protected" />
                complete
              </li>
            </ul>
          </Region>
        </div>
        <Region title="Protection states" aside="shape, word, colour">
          <ul className={styles.list}>
            {PROTECTION_STATES.map((state) => (
              <li key={state}>
                <StateBadge state={state} ratio={0.42} />
                <StateMark state={state} ratio={0.42} size={22} />
              </li>
            ))}
            <li>
              <StateBadge state="Unprotected" asWished />
              <StateMark state="Unprotected" asWished size={22} />
              <span className="sub">by choice</span>
            </li>
            {PAIR_STATES.map((state) => (
              <li key={state}>
                <PairBadge state={state} />
                <span className="sub">pair</span>
              </li>
            ))}
          </ul>
        </Region>
        <Region title="Hosts and copies">
          <ul className={styles.list}>
            {HOST_STATES.map((state) => (
              <li key={state}>
                <LabelBadge label={HOST_LABEL[state]} />
              </li>
            ))}
            {MIRROR_LEG_STATES.map((state) => (
              <li key={state}>
                <LabelBadge label={MIRROR_LEG_LABEL[state]} />
                <span className="sub">copy</span>
              </li>
            ))}
          </ul>
        </Region>
      </div>
      <Region title="The dial" note="Needle: effective. Open pointer: declared. Broken arc between them: the exposure.">
        <div className={styles.dials}>
          {DIALS.map(({ declared, effective }) => (
            <div key={`${declared} ${effective}`}>
              <Dial declared={declared} effective={effective} />
              <SmallDial declared={declared} effective={effective} label={null} />
            </div>
          ))}
        </div>
      </Region>
      <Region title="Controls" className={styles.wide}>
        <Controls />
      </Region>
      <Region title="Nothing, not yet, not reached, too old" className={styles.wide}>
        <div className={styles.notices}>
          <EmptyState title="No critical alarm at Littleton.">
            <p>One major alarm is open there.</p>
          </EmptyState>
          <Skeleton label="Reading" rows={4} />
          <ErrorState title="The change was not made." remedy="Move wh-cache to rea2, then try again.">
            <p>swa-b refused it: 268 GiB needed, 256 present. Nothing was left half done.</p>
          </ErrorState>
          <Stale stale note="Last heard at 10:49:39, 41 s ago. Was: Protected. Asking again in 4 s.">
            <p>The last known facts stay, hatched.</p>
          </Stale>
        </div>
      </Region>
      <Region title="Names and lines" className={styles.wide}>
        <div className={styles.names}>
          <MachineName name="orders-db" strong />
          <MachineName name="warehouse-orders-replica-db-01" />
          <Sparkline values={WAVE} limit={90} />
        </div>
      </Region>
    </>
  );
}
