import type { FaultMark } from "@v-available/api/view/load";
import { SEVERITY_LABEL } from "@v-available/domain/label";
import { type JSX, type KeyboardEvent, memo, type PointerEvent } from "react";
import { gapsOf, PLANE, pathsOf, topOf, type Values } from "./line-path";
import styles from "./load.module.css";
import type { MeasureLook } from "./measure";

export interface LineChartProps {
  readonly look: MeasureLook;
  readonly values: Values;
  /** So many of the first steps were not measured. */
  readonly modelled: number;
  /** What it does now, or the reason why there is nothing. */
  readonly now: string;
  /** A value that would be too much. */
  readonly limit: number | null;
  readonly faults: readonly { readonly fault: FaultMark; readonly at: number }[];
  /** At the left and the right end of the axis. */
  readonly ends: readonly [string, string];
  /** The step that is read out; null where none is. */
  readonly cursor: number | null;
  readonly onCursor: (step: number | null) => void;
  readonly timeAt: (step: number) => string;
}

const percent = (part: number): string => `${(100 * part).toFixed(2)}%`;

/** One measure over time. Its number stands beside it as text, and the step under the cursor is read out. */
export const LineChart = memo(function LineChart(props: LineChartProps): JSX.Element {
  const { look, values, modelled, now, limit, faults, ends, cursor, onCursor, timeAt } = props;
  const steps = values.length;
  const top = topOf(limit === null ? values : [...values, limit], look.least);
  const read = cursor === null ? null : (values[cursor] ?? null);
  const readWords = cursor === null ? "" : `${timeAt(cursor)}: ${read === null ? "not measured" : look.words(read)}`;
  const lines = [
    {
      modelled: true,
      paths: pathsOf(
        values.map((value, at) => (at < modelled ? value : null)),
        top,
      ),
    },
    // From the last modelled step on, so that the line is not broken where the measuring began.
    {
      modelled: false,
      paths: pathsOf(
        values.map((value, at) => (at >= modelled ? value : null)),
        top,
      ),
    },
  ];

  const point = ({ currentTarget, clientX }: PointerEvent): void => {
    const { left, width } = currentTarget.getBoundingClientRect();
    onCursor(Math.max(0, Math.min(steps - 1, Math.floor(((clientX - left) / width) * steps))));
  };
  const press = (event: KeyboardEvent): void => {
    const at = cursor ?? steps - 1;
    const to: Readonly<Record<string, number | null>> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      PageUp: at - 10,
      PageDown: at + 10,
      Home: 0,
      End: steps - 1,
      Escape: null,
    };
    const next = to[event.key];
    if (next === undefined || (next === null && cursor === null)) return;
    event.preventDefault();
    event.stopPropagation();
    onCursor(next === null ? null : Math.max(0, Math.min(steps - 1, next)));
  };

  return (
    <figure className={styles.chart}>
      <figcaption>
        <span className="lab">{look.label}</span>
        <b className={styles.now}>{now}</b>
      </figcaption>
      <div
        className={styles.plot}
        role="slider"
        tabIndex={0}
        aria-label={`${look.label} over time`}
        aria-valuemin={0}
        aria-valuemax={steps - 1}
        aria-valuenow={cursor ?? steps - 1}
        aria-valuetext={readWords || `now ${now}; arrow keys read it out`}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => onCursor(null)}
        onBlur={() => onCursor(null)}
        onKeyDown={press}
      >
        {gapsOf(values).map(({ from, to }) => (
          <i key={from} className={styles.gap} style={{ left: percent(from), width: percent(to - from) }} />
        ))}
        <svg viewBox={`0 0 ${PLANE.width} ${PLANE.height}`} preserveAspectRatio="none" aria-hidden="true">
          <path className={styles.rule} d={`M0 0H${PLANE.width}M0 ${PLANE.height / 2}H${PLANE.width}`} />
          {limit === null ? null : (
            <path className={styles.limit} d={`M0 ${(PLANE.height * (1 - limit / top)).toFixed(1)}H${PLANE.width}`} />
          )}
          {lines.flatMap((line) =>
            line.paths.map((path) => (
              <path key={path} className={styles.line} data-modelled={line.modelled || undefined} d={path} />
            )),
          )}
        </svg>
        {faults.map(({ fault, at }) => (
          <i
            key={fault.id}
            className={styles.fault}
            style={{ left: percent(at), color: `var(--${SEVERITY_LABEL[fault.severity].tone})` }}
          />
        ))}
        {cursor === null ? null : (
          <>
            <i className={styles.cursor} style={{ left: percent((cursor + 0.5) / steps) }} />
            {read === null ? null : (
              <i
                className={styles.dot}
                style={{ left: percent((cursor + 0.5) / steps), top: percent(1 - Math.min(1, read / top)) }}
              />
            )}
          </>
        )}
        <span className={styles.top} aria-hidden="true">
          {look.words(top)}
        </span>
        <span className={styles.middle} aria-hidden="true">
          {look.words(top / 2)}
        </span>
      </div>
      <div className={styles.axis} aria-hidden="true">
        {cursor === null ? (
          <>
            <span>{ends[0]}</span>
            <span>{ends[1]}</span>
          </>
        ) : (
          <span className={styles.read}>{readWords}</span>
        )}
      </div>
    </figure>
  );
});
