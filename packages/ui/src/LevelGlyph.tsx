import { LEVEL_LABEL } from "@v-available/domain/label";
import { type DialStop, dialStopOf, type Protection } from "@v-available/domain/level";
import type { JSX } from "react";
import type { GlyphSize } from "./geometry";
import { type Half, type Links, PairGlyph } from "./PairGlyph";

const STOP_DRAWING = {
  unprotected: { b: { is: "none" }, links: "none" },
  "high-availability": { b: { is: "disk" }, links: "mirror" },
  "fault-tolerance": { b: { is: "core" }, links: "both" },
} as const satisfies Record<DialStop, { b: Half; links: Links }>;

/** "Fault Tolerance and Disaster Recovery": the name of a level with what is added to it. */
export function levelWords(protection: Protection): string {
  const stop = dialStopOf(protection);
  const base =
    protection.separation === "site" && stop === "high-availability"
      ? "Remote Availability"
      : protection.separation === "site" && stop !== "unprotected"
        ? `${LEVEL_LABEL[stop].word} across sites`
        : LEVEL_LABEL[stop].word;
  return protection.recovery === "none" ? base : `${base} and Disaster Recovery`;
}

export interface LevelGlyphProps {
  readonly protection: Protection;
  readonly size?: GlyphSize;
  /** Null where the name of the level stands beside it. */
  readonly label?: string | null;
}

/** A level in the grammar of the pair: one half, an outline, an outline with a core, a cut, a small third box. */
export function LevelGlyph({ protection, size, label }: LevelGlyphProps): JSX.Element {
  const drawing = STOP_DRAWING[dialStopOf(protection)];
  return (
    <PairGlyph
      a={{ is: "act" }}
      b={drawing.b}
      links={drawing.links}
      identity
      remote={protection.separation === "site"}
      recovery={protection.recovery !== "none"}
      label={label === undefined ? levelWords(protection) : label}
      {...(size === undefined ? {} : { size })}
    />
  );
}
