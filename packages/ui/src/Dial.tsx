import { LEVEL_LABEL } from "@v-available/domain/label";
import { DIAL_STOPS, type DialStop } from "@v-available/domain/level";
import type { JSX } from "react";
import { Drawing } from "./Drawing";
import { type Tone, toneColor } from "./tone";

/** Degrees from the positive x axis, anticlockwise, of the three stops and of the two ends of the scale. */
const STOP_ANGLE = { unprotected: 162, "high-availability": 90, "fault-tolerance": 18 } as const satisfies Record<
  DialStop,
  number
>;
const SCALE_FROM = 176;
const SCALE_TO = 4;

const CENTRE = { x: 132, y: 124 };
const RADIUS = 92;
const BAND = RADIUS - 13;

interface Point {
  readonly x: number;
  readonly y: number;
}

function at(degrees: number, radius: number, centre: Point = CENTRE): Point {
  const radians = (degrees * Math.PI) / 180;
  return { x: centre.x + radius * Math.cos(radians), y: centre.y - radius * Math.sin(radians) };
}
const put = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
const line = (from: Point, to: Point): string => `M${put(from)}L${put(to)}`;
const arc = (from: number, to: number, radius: number): string =>
  `M${put(at(from, radius))}A${radius} ${radius} 0 0 1 ${put(at(to, radius))}`;

/** Below what was asked for is the exposure; it takes the colour of how far below. */
export function dialTone(effective: DialStop, declared: DialStop): Tone {
  const gap = DIAL_STOPS.indexOf(declared) - DIAL_STOPS.indexOf(effective);
  if (gap > 0) return effective === "unprotected" ? "unprotected" : "degraded";
  return effective === "unprotected" ? "ink" : "protected";
}

export interface DialProps {
  readonly declared: DialStop;
  /** Null while it is not known: no needle is drawn, because any position would claim something. */
  readonly effective: DialStop | null;
}

const dialWords = ({ declared, effective }: DialProps): string =>
  `Declared ${LEVEL_LABEL[declared].word}, effective ${effective === null ? "unknown" : LEVEL_LABEL[effective].word}`;

const TICKS = Array.from({ length: 41 }, (_, index) => SCALE_FROM - index * 4.3);
const LABELS = [
  { stop: "unprotected", x: 36, y: CENTRE.y + 16 },
  { stop: "high-availability", x: CENTRE.x, y: 9 },
  { stop: "fault-tolerance", x: 228, y: CENTRE.y + 16 },
] as const;

function Needle({ effective }: { effective: DialStop }): JSX.Element {
  const angle = STOP_ANGLE[effective];
  return (
    <>
      <path
        d={`M${put(at(angle + 90, 3.2))}L${put(at(angle, RADIUS - 6))}L${put(at(angle - 90, 3.2))}Z`}
        fill="var(--ink)"
      />
      <circle cx={CENTRE.x} cy={CENTRE.y} r="8" fill="var(--ink)" />
      <circle cx={CENTRE.x} cy={CENTRE.y} r="3" fill="var(--paper)" />
    </>
  );
}

/** The dial. Needle: effective. Open pointer outside the scale: declared. Broken arc between them: the exposure. */
export function Dial({ declared, effective }: DialProps): JSX.Element {
  const declaredAngle = STOP_ANGLE[declared];
  const pointer = at(declaredAngle, RADIUS + 5);
  const tone = effective === null ? "unknown" : dialTone(effective, declared);
  const exposed = effective !== null && DIAL_STOPS.indexOf(effective) < DIAL_STOPS.indexOf(declared);
  return (
    <svg
      className="va-dial"
      width="264"
      height="145"
      viewBox="-4 -3 276 149"
      role="img"
      aria-label={dialWords({ declared, effective })}
    >
      <path d={arc(SCALE_FROM, SCALE_TO, RADIUS)} fill="none" stroke="var(--rule-2)" />
      <path
        d={TICKS.map((angle) => line(at(angle, RADIUS), at(angle, RADIUS - 4))).join("")}
        stroke="var(--rule-2)"
        opacity=".7"
      />
      {exposed ? (
        <path
          className="va-exposure"
          d={arc(STOP_ANGLE[effective] - 3, declaredAngle + 3, BAND)}
          fill="none"
          stroke={toneColor(tone)}
          strokeWidth="12"
          strokeDasharray="2 3"
        />
      ) : null}
      {effective === null ? null : (
        <path d={arc(SCALE_FROM, STOP_ANGLE[effective], BAND)} fill="none" stroke={toneColor(tone)} strokeWidth="12" />
      )}
      {DIAL_STOPS.map((stop) => (
        <path
          key={stop}
          d={line(at(STOP_ANGLE[stop], RADIUS + 1), at(STOP_ANGLE[stop], RADIUS - 20))}
          stroke="var(--ink)"
          strokeWidth="2"
        />
      ))}
      <path
        d="M0 0L-6 -9.5H6Z"
        transform={`translate(${put(pointer)}) rotate(${90 - declaredAngle})`}
        fill="var(--paper)"
        stroke="var(--ink)"
        strokeWidth="1.6"
        strokeLinejoin="round"
      />
      {effective === null ? (
        <circle
          cx={CENTRE.x}
          cy={CENTRE.y}
          r="7"
          fill="none"
          stroke="var(--unknown)"
          strokeWidth="1.5"
          strokeDasharray="2.6 2"
        />
      ) : (
        <Needle effective={effective} />
      )}
      {LABELS.map(({ stop, x, y }) => (
        <text key={stop} x={x} y={y} textAnchor="middle" className="va-dial-label" data-on={stop === declared}>
          {LEVEL_LABEL[stop].word}
        </text>
      ))}
    </svg>
  );
}

const SMALL_ANGLE = { unprotected: 160, "high-availability": 90, "fault-tolerance": 20 } as const satisfies Record<
  DialStop,
  number
>;
const SMALL = { x: 12, y: 13 };

/** Needle and hub in one shape: a table draws one for each machine. */
function smallNeedle(degrees: number): string {
  const tip = at(degrees, 9.5, SMALL);
  const [left, right] = [at(degrees + 90, 1, SMALL), at(degrees - 90, 1, SMALL)];
  const shift = { x: tip.x - SMALL.x, y: tip.y - SMALL.y };
  const beside = (foot: Point): Point => ({ x: foot.x + shift.x, y: foot.y + shift.y });
  const needle = `M${put(left)}L${put(beside(left))}L${put(beside(right))}L${put(right)}Z`;
  const hub = `M${SMALL.x - 2} ${SMALL.y}a2 2 0 1 1 4 0a2 2 0 1 1 -4 0Z`;
  return needle + hub;
}

/** The dial of a table cell: needle and a dot for what is declared. */
export function SmallDial({ declared, effective, label }: DialProps & { label?: string | null }): JSX.Element {
  const colour = toneColor(effective === null ? "unknown" : dialTone(effective, declared));
  const dot = at(SMALL_ANGLE[declared], 11.2, SMALL);
  return (
    <Drawing
      className="va-mark"
      width="24"
      height="16"
      viewBox="0 0 24 16"
      label={label === undefined ? dialWords({ declared, effective }) : label}
    >
      <path
        d={`M${put(at(SCALE_FROM, 9, SMALL))}A9 9 0 0 1 ${put(at(SCALE_TO, 9, SMALL))}`}
        fill="none"
        stroke="var(--rule-2)"
      />
      {effective === null ? (
        <circle cx={SMALL.x} cy={SMALL.y} r="2" fill="none" stroke={colour} />
      ) : (
        <path d={smallNeedle(SMALL_ANGLE[effective])} fill={colour} />
      )}
      <circle cx={dot.x.toFixed(1)} cy={dot.y.toFixed(1)} r="1.6" fill="var(--ink)" />
    </Drawing>
  );
}
