import type { JSX } from "react";
import styles from "./RequestStrip.module.css";
import type { Act, RunAbout } from "./run/message";
import { secondsWords } from "./run/sentence";
import { LENS_MS, type Series, silenceAt } from "./run/series";

const WIDTH = 1_000;
const [TOP, LINE, BOTTOM] = [34, 66, 82];
const TALLEST = 30;
/** A silence shorter than this needs the lens, a longer one has room for its parts. */
const BRACKET_FROM_MS = 5_000;
const LENS = { left: 230, width: 250, top: 2, height: 30 } as const;
const WRITES_PER_SECOND = 20;

/** Square root: an answer of 5 ms is still seen beside one of 400. */
const heightOf = (tookMs: number): number => Math.min(TALLEST, 3 + 1.35 * Math.sqrt(tookMs));

/** What one crowd of clients saw, on the time axis that all of them share. */
export function RequestStrip({
  about,
  series,
  acts,
  atMs,
  lostWrites,
}: {
  about: RunAbout;
  series: Series;
  acts: readonly Act[];
  atMs: number;
  lostWrites: number;
}): JSX.Element {
  const spanMs = about.untilMs - about.beginsAtMs;
  const x = (ms: number): number => ((ms - about.beginsAtMs) / spanMs) * WIDTH;
  const width = WIDTH / series.tookMs.length;
  let answered = "";
  let failed = "";
  series.tookMs.forEach((tookMs, slice) => {
    const left = (slice * width).toFixed(1);
    if (tookMs > 0) answered += `M${left} ${LINE}V${(LINE - heightOf(tookMs)).toFixed(1)}`;
    if ((series.failed[slice] ?? 0) > 0 && slice % 2 === 0) failed += `M${left} ${LINE + 5}v9`;
  });
  const silence = silenceAt(series, atMs);
  const silentMs = silence.toMs - silence.fromMs;
  const long = atMs > 0 && silentMs >= BRACKET_FROM_MS;
  const lens = atMs > 0 && !long && silentMs > 200;
  return (
    <svg
      className={styles.strip}
      viewBox={`0 0 ${WIDTH} ${BOTTOM + 4}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={stripWords(series, atMs, silentMs)}
    >
      {lostWrites > 0 ? (
        <rect
          className={styles.lost}
          x={x(-(lostWrites / WRITES_PER_SECOND) * 1_000)}
          width={x(0) - x(-(lostWrites / WRITES_PER_SECOND) * 1_000)}
          y={TOP}
          height={LINE - TOP}
        />
      ) : null}
      <path className={styles.answered} d={answered} strokeWidth={width * 0.55} />
      <path className={styles.failed} d={failed} strokeWidth={width * 0.6} />
      <path className={styles.zero} d={`M${x(0)} 0V${BOTTOM}`} />
      {long ? <Outage x={x} silence={silence} acts={acts} /> : null}
      {lens ? <Lens series={series} x={x} /> : null}
      {atMs < about.untilMs ? <path className={styles.now} d={`M${x(atMs)} 0V${BOTTOM}`} /> : null}
    </svg>
  );
}

const PART_WORDS = {
  dead: "until it is sure",
  check: "disk check",
  boot: "guest boots",
  application: "application",
} as const;

/** The silence in its parts: what it was waited for. Words are drawn beside the picture, since it is stretched. */
export function outageParts(
  silence: { readonly fromMs: number; readonly toMs: number },
  acts: readonly Act[],
): { readonly words: string; readonly fromMs: number; readonly toMs: number }[] {
  const inside = acts.filter((act) => act.begins !== null && act.atMs > silence.fromMs && act.atMs < silence.toMs);
  const starts = [{ begins: "dead" as const, atMs: Math.max(0, silence.fromMs) }, ...inside];
  return starts.map((start, index) => ({
    words: PART_WORDS[start.begins ?? "dead"],
    fromMs: start.atMs,
    toMs: starts[index + 1]?.atMs ?? silence.toMs,
  }));
}

function Outage({
  x,
  silence,
  acts,
}: {
  x: (ms: number) => number;
  silence: { readonly fromMs: number; readonly toMs: number };
  acts: readonly Act[];
}): JSX.Element {
  const parts = outageParts(silence, acts);
  const [from, to] = [x(silence.fromMs), x(silence.toMs)];
  return (
    <>
      <path className={styles.bracket} d={`M${from} 20V32M${from} 26H${to}M${to} 20V32`} />
      {parts.map((part) => (
        <path key={part.fromMs} className={styles.part} d={`M${x(part.fromMs) + 2} 50H${x(part.toMs) - 2}`} />
      ))}
    </>
  );
}

/** A pause of half a second is one line on this axis: around zero each request is drawn for itself. */
function Lens({ series, x }: { series: Series; x: (ms: number) => number }): JSX.Element {
  const at = (ms: number): number => LENS.left + ((ms - LENS_MS.from) / (LENS_MS.to - LENS_MS.from)) * LENS.width;
  const line = LENS.top + LENS.height;
  let quick = "";
  let waited = "";
  for (const { sentAtMs, tookMs } of series.near) {
    if (tookMs === null) continue;
    const mark = `M${at(sentAtMs).toFixed(1)} ${line}V${(line - heightOf(tookMs)).toFixed(1)}`;
    if (tookMs > 50) waited += mark;
    else quick += mark;
  }
  return (
    <>
      <path
        className={styles.lensEdge}
        d={`M${LENS.left} ${line}L${x(LENS_MS.from)} ${TOP + 4}M${LENS.left + LENS.width} ${line}L${x(LENS_MS.to)} ${TOP + 4}`}
      />
      <path className={styles.lensLine} d={`M${LENS.left} ${line}h${LENS.width}`} />
      <path className={styles.answered} d={quick} strokeWidth={1} />
      <path className={styles.waited} d={waited} strokeWidth={1.2} />
    </>
  );
}

function stripWords(series: Series, atMs: number, silentMs: number): string {
  const failed = series.failed.reduce((sum, one) => sum + one, 0);
  if (atMs <= 0) return "All requests are answered.";
  return `Longest time without an answer ${secondsWords(silentMs)}; ${failed === 0 ? "no request" : `${failed.toLocaleString("en")} requests`} failed.`;
}
