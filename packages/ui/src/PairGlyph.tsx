import type { Side } from "@v-available/domain/state";
import type { JSX } from "react";
import { Drawing } from "./Drawing";
import {
  type Box,
  CUTS,
  type Cut,
  corners,
  dots,
  fillFromBelow,
  frame,
  type GlyphSize,
  heldBars,
  inset,
  maintenanceBar,
  solid,
} from "./geometry";
import { type Tone, toneColor } from "./tone";

export type { GlyphSize } from "./geometry";

/** What one half of a pair is drawn as. */
export type Half =
  | { readonly is: "act" | "disk" | "core" | "gone" | "unknown" | "held" | "maintenance" | "none" }
  | { readonly is: "sync"; readonly ratio: number };

/** The lines between the halves: A is the upper, B the lower; one line in the middle joins two disks. */
export type Links = "both" | Side | "none" | "mirror";
export type WitnessSight = "both" | Side | "none";

export interface PairGlyphProps {
  readonly a: Half;
  readonly b: Half;
  readonly links: Links;
  /** Undefined: no witness is drawn, as for a machine. */
  readonly witness?: WitnessSight | undefined;
  readonly size?: GlyphSize;
  /** Two sites: the line between the halves is cut through. */
  readonly remote?: boolean;
  /** A third, small copy elsewhere. */
  readonly recovery?: boolean;
  /** The bar below: one identity, so a machine and not a pair. */
  readonly identity?: boolean;
  /** A pair that is not normal takes its colour whole. */
  readonly tone?: Tone | undefined;
  readonly toneA?: Tone | undefined;
  readonly toneB?: Tone | undefined;
  /** What is spoken. Null where words beside the glyph say it already. */
  readonly label?: string | null;
  readonly className?: string;
}

const HALF_WORDS = {
  act: "acts",
  disk: "holds the disk",
  core: "holds disk and memory",
  gone: "is gone",
  unknown: "is not known",
  held: "is held",
  maintenance: "is in maintenance",
  none: "has no copy",
} as const satisfies Record<Exclude<Half["is"], "sync">, string>;

const halfWords = (half: Half): string =>
  half.is === "sync" ? `is catching up, ${Math.round(half.ratio * 100)} percent` : HALF_WORDS[half.is];

const LINK_WORDS = {
  both: "both links",
  a: "link A only",
  b: "link B only",
  none: "no link",
  mirror: "disks joined",
} as const satisfies Record<Links, string>;

const WITNESS_WORDS = {
  both: "witness seen by both",
  a: "witness seen by A only",
  b: "witness seen by B only",
  none: "witness seen by none",
} as const satisfies Record<WitnessSight, string>;

export function pairGlyphWords({
  a,
  b,
  links,
  witness,
}: Pick<PairGlyphProps, "a" | "b" | "links" | "witness">): string {
  const parts = [`A ${halfWords(a)}`, `B ${halfWords(b)}`, LINK_WORDS[links]];
  if (witness !== undefined) parts.push(WITNESS_WORDS[witness]);
  return parts.join(", ");
}

function halfPath(half: Half, box: Box, stroke: number): string {
  switch (half.is) {
    case "act":
      return solid(box);
    case "disk":
      return frame(box, stroke);
    case "core":
      return frame(box, stroke) + solid(inset(box, 2 * stroke));
    case "sync":
      return frame(box, stroke) + fillFromBelow(box, stroke, half.ratio);
    case "gone":
      return corners(box, stroke);
    case "unknown":
      return dots(box, stroke);
    case "held":
      return frame(box, stroke) + heldBars(box, stroke);
    case "maintenance":
      return frame(box, stroke) + maintenanceBar(box, stroke);
    case "none":
      return "";
  }
}

/** A fill that catches up, and a half that is held, keep their colour even where the pair is otherwise ink. */
const ownTone = (half: Half): Tone | undefined =>
  half.is === "sync" ? "resyncing" : half.is === "held" ? "awaiting" : undefined;

interface Layout {
  readonly cut: Cut;
  readonly top: number;
  readonly seam: Box;
  readonly right: number;
  readonly width: number;
}

function linkPath(links: Links, { cut, seam }: Layout): string {
  const { stroke, halfHeight } = cut;
  const edge = Math.round(halfHeight * 0.28);
  const line = (y: number) => solid({ ...seam, y, height: stroke });
  const upper = line(seam.y + edge);
  const lower = line(seam.y + halfHeight - edge - stroke);
  if (links === "both") return upper + lower;
  if (links === "a") return upper;
  if (links === "b") return lower;
  return links === "mirror" ? line(seam.y + Math.floor((halfHeight - stroke) / 2)) : "";
}

/** Two sites: a slash between two short ends of the line. */
function SiteCut({ links, layout }: { links: Links; layout: Layout }): JSX.Element {
  const { cut, seam, right } = layout;
  const { stroke } = cut;
  const middle = seam.x + seam.width / 2;
  const y = seam.y + Math.floor((cut.halfHeight - stroke) / 2);
  const end = { y, width: stroke + 1, height: stroke };
  return (
    <>
      <path
        d={`M${middle - stroke} ${seam.y + cut.halfHeight - stroke * 2}L${middle + stroke} ${seam.y + stroke * 2}`}
        stroke="currentColor"
        strokeWidth={stroke}
        fill="none"
      />
      {links === "none" ? null : <path d={solid({ ...end, x: seam.x }) + solid({ ...end, x: right - stroke - 1 })} />}
    </>
  );
}

function witnessPath(sight: WitnessSight, { cut, seam }: Layout): string {
  const edge = cut.witness;
  const middle = seam.x + seam.width / 2;
  const square = { x: middle - edge / 2, y: 0, width: edge, height: edge };
  if (sight === "both") return solid(square);
  if (sight === "none") return solid({ x: middle - edge, y: 0, width: edge * 2, height: cut.stroke });
  return solid({ ...square, x: sight === "a" ? middle - edge / 2 : middle, width: edge / 2 });
}

/** The one drawing of the console: a pair of hosts, or with the identity bar one machine on two hosts. */
export function PairGlyph(props: PairGlyphProps): JSX.Element {
  const { a, b, links, witness, remote = false, recovery = false, identity = false, tone } = props;
  const cut: Cut = CUTS[props.size ?? 12];
  const { halfWidth, halfHeight, stroke } = cut;
  const top = witness === undefined ? 0 : cut.top;
  const seam: Box = { x: halfWidth, y: top, width: remote ? cut.gap + 2 * stroke + 2 : cut.gap, height: halfHeight };
  const right = seam.x + seam.width;
  const layout: Layout = { cut, top, seam, right, width: right + halfWidth };

  const boxA = { x: 0, y: top, width: halfWidth, height: halfHeight };
  const third = {
    width: Math.round(halfWidth * 0.7),
    height: Math.round(halfHeight * 0.55),
    x: layout.width + cut.gap + 1,
  };
  const width = recovery ? third.x + third.width : layout.width;
  const barY = top + halfHeight + stroke;
  const height = identity ? barY + stroke : top + halfHeight;

  const label = props.label === undefined ? pairGlyphWords(props) : props.label;
  // What has the colour of the whole is one path, however many parts it has: lists draw hundreds of these.
  let whole = "";
  const own: JSX.Element[] = [];
  const put = (part: string, path: string, colour: Tone | undefined) => {
    if (colour === undefined || colour === tone) whole += path;
    else if (path !== "")
      own.push(<path key={part} d={path} fillRule="evenodd" style={{ color: toneColor(colour) }} />);
  };
  put("a", halfPath(a, boxA, stroke), props.toneA ?? tone ?? ownTone(a));
  put("b", halfPath(b, { ...boxA, x: right }, stroke), props.toneB ?? tone ?? ownTone(b));
  if (!remote) whole += linkPath(links, layout);
  if (witness !== undefined)
    put("witness", witnessPath(witness, layout), tone ?? (witness === "both" ? undefined : "atrisk"));
  if (recovery) {
    const dot = { y: top + halfHeight - Math.ceil(third.height / 2), width: stroke, height: stroke };
    whole += solid({ ...dot, x: layout.width + stroke }) + solid({ ...dot, x: layout.width + 3 * stroke });
    whole += frame({ ...third, y: top + halfHeight - third.height }, stroke);
  }
  if (identity) whole += solid({ x: 0, y: barY, width: layout.width, height: stroke });
  return (
    <Drawing
      className={props.className ? `va-glyph ${props.className}` : "va-glyph"}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      fill="currentColor"
      style={tone ? { color: toneColor(tone) } : undefined}
      label={label}
    >
      <path d={whole} fillRule="evenodd" />
      {own}
      {remote ? <SiteCut links={links} layout={layout} /> : null}
    </Drawing>
  );
}
