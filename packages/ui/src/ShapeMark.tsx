import type { Shape } from "@v-available/domain/label";
import type { JSX } from "react";
import { Drawing } from "./Drawing";
import { type Tone, toneColor } from "./tone";

/** The shapes of the states, and one that is no state: as it was wished, though it could be more. Round, and quiet. */
export type DrawnShape = Shape | "round-small";
export const AS_WISHED = { shape: "round-small", tone: "ink" } as const satisfies { shape: DrawnShape; tone: Tone };

interface ShapeProps {
  /** How far the catching up is; drawn by the filling circle only. */
  readonly ratio: number;
}

function Filling({ ratio }: ShapeProps): JSX.Element {
  const part = Math.min(1, Math.max(0, ratio));
  const level = 11 - 10 * part;
  const reach = Math.sqrt(Math.max(0, 25 - (level - 6) ** 2));
  const chord = `M${(6 - reach).toFixed(2)} ${level.toFixed(2)}A5 5 0 ${part > 0.5 ? 1 : 0} 0 ${(6 + reach).toFixed(2)} ${level.toFixed(2)}Z`;
  return (
    <>
      <circle cx="6" cy="6" r="4.75" fill="none" stroke="currentColor" strokeWidth="1.5" />
      {part >= 1 ? <circle cx="6" cy="6" r="5" /> : part > 0 ? <path d={chord} /> : null}
    </>
  );
}

/** A shape of the language without its drawing does not compile. */
const DRAWN = {
  "round-solid": () => <circle cx="6" cy="6" r="5.5" />,
  "round-small": () => <circle cx="6" cy="6" r="3" />,
  "round-filling": Filling,
  "round-forming": () => (
    <>
      <circle cx="6" cy="6" r="4.75" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <circle cx="6" cy="6" r="2" />
    </>
  ),
  "pointed-half": () => (
    <>
      <path d="M6 1.2L11.2 10.8H.8Z" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinejoin="round" />
      <path d="M6 1L.8 10.8H6Z" />
    </>
  ),
  "pointed-open": () => (
    <path d="M6 1.4L11 10.7H1Z" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" />
  ),
  "pointed-solid": () => <path d="M6 .6L12 11.4H0Z" />,
  "square-held": () => (
    <path fillRule="evenodd" d="M0 0h12v12H0zM1.5 1.5v9h9v-9zM3.8 3.6h1.6v4.8H3.8zM6.6 3.6h1.6v4.8H6.6z" />
  ),
  "square-crossed": () => (
    <path fillRule="evenodd" d="M0 0h12v12H0zM3.2 2.2l-1 1L5 6 2.2 8.8l1 1L6 7l2.8 2.8 1-1L7 6l2.8-2.8-1-1L6 5z" />
  ),
  dashed: () => (
    <>
      <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.2 1.7" />
      <circle cx="6" cy="6" r="1" />
    </>
  ),
} as const satisfies Record<DrawnShape, (props: ShapeProps) => JSX.Element>;

export interface ShapeMarkProps {
  readonly shape: DrawnShape;
  readonly tone: Tone;
  readonly ratio?: number | undefined;
  readonly size?: number;
  /** Spoken; leave it out where the word stands beside the mark. */
  readonly label?: string;
}

/** One silhouette: round is fine, pointed needs attention, square has stopped, dashed is not known. */
export function ShapeMark({ shape, tone, ratio = 0.5, size = 12, label }: ShapeMarkProps): JSX.Element {
  const Drawn = DRAWN[shape];
  return (
    <Drawing
      className="va-mark"
      width={size}
      height={size}
      viewBox="0 0 12 12"
      fill="currentColor"
      style={{ color: toneColor(tone) }}
      label={label ?? null}
    >
      <Drawn ratio={ratio} />
    </Drawing>
  );
}
