"use client";
import type { ExposureCause, ExposureView } from "@v-available/api/view/overview";
import { dayWords, durationWords } from "@v-available/domain/wording";
import { Region } from "@v-available/ui/Region";
import type { JSX } from "react";
import { useZone } from "../client/Zone";
import styles from "./Exposure.module.css";
import { EXPOSURE_CAUSE_WORD } from "./exposure-cause";

const HEIGHT = 44;
/** Less than this does not fill the drawing: a minute must not look like a day. */
const LEAST_SCALE_MS = 15 * 60_000;

/** Machine time below the declared level. Days before the first observation are hatched: not measured is not zero. */
export function Exposure({ exposure }: { exposure: ExposureView }): JSX.Element {
  const { zone, known } = useZone();
  const { days, byCause, measuredSinceMs } = exposure;
  const most = Math.max(LEAST_SCALE_MS, ...days.map((day) => day.totalMs));
  const today = days[days.length - 1];
  const measured = days.filter((day) => measuredSinceMs !== null && day.dayStartMs + 86_400_000 > measuredSinceMs);
  const total = measured.reduce((sum, day) => sum + day.totalMs, 0);
  const causes = (Object.keys(EXPOSURE_CAUSE_WORD) as ExposureCause[]).filter((cause) => byCause[cause] > 0);
  return (
    <Region title="Exposure, 30 days" note="time below the declared level">
      <div className={styles.grid}>
        <figure>
          <div
            className={styles.bars}
            role="img"
            aria-label={`${durationWords(total)} in ${measured.length} measured days, today ${durationWords(today?.totalMs ?? 0)}`}
          >
            {days.map((day) => (
              <i
                key={day.dayStartMs}
                data-today={(day === today && day.totalMs > 0) || undefined}
                data-unmeasured={!measured.includes(day) || undefined}
                style={{ height: Math.max(1, Math.round((HEIGHT * day.totalMs) / most)) }}
              />
            ))}
          </div>
          <figcaption className={styles.ends}>
            <span style={known ? undefined : { visibility: "hidden" }}>
              {days[0] ? dayWords(days[0].dayStartMs, zone) : ""}
            </span>
            <b data-some={(today?.totalMs ?? 0) > 0 || undefined}>today {durationWords(today?.totalMs ?? 0)}</b>
          </figcaption>
        </figure>
        {causes.length === 0 ? null : (
          <dl className={styles.causes}>
            {causes.map((cause) => (
              <div key={cause}>
                <dt>{EXPOSURE_CAUSE_WORD[cause]}</dt>
                <dd>{durationWords(byCause[cause])}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      <p className={styles.note}>
        {measuredSinceMs === null
          ? "Nothing has been measured yet."
          : total === 0
            ? `No machine was below its level since ${dayWords(measuredSinceMs, zone)}, when measuring began.`
            : measured.length < days.length
              ? `Measured since ${dayWords(measuredSinceMs, zone)}; the days before are not known.`
              : ""}
      </p>
    </Region>
  );
}
