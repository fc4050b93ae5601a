"use client";
import type { ExposureCause, ExposureView } from "@v-available/api/view/overview";
import { dayWords, durationWords } from "@v-available/domain/wording";
import type { JSX } from "react";
import { useZone } from "../client/Zone";
import styles from "./Exposure.module.css";
import { EXPOSURE_CAUSE_WORD } from "./exposure-cause";

const HEIGHT = 44;

/** Machine time below the declared level. Days before the first observation are hatched: not measured is not zero. */
export function Exposure({ exposure }: { exposure: ExposureView }): JSX.Element {
  const { zone, known } = useZone();
  const { days, byCause, measuredSinceMs } = exposure;
  const most = Math.max(1, ...days.map((day) => day.totalMs));
  const today = days[days.length - 1];
  const measured = days.filter((day) => measuredSinceMs !== null && day.dayStartMs + 86_400_000 > measuredSinceMs);
  const total = measured.reduce((sum, day) => sum + day.totalMs, 0);
  const causes = (Object.keys(EXPOSURE_CAUSE_WORD) as ExposureCause[]).filter((cause) => byCause[cause] > 0);
  return (
    <section aria-labelledby="exposure">
      <div className="hd">
        <h2 id="exposure">Exposure, 30 days</h2>
        <span className="sub">time below the declared level</span>
      </div>
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
        <dl className={styles.causes}>
          {causes.map((cause) => (
            <div key={cause}>
              <dt>{EXPOSURE_CAUSE_WORD[cause]}</dt>
              <dd>{durationWords(byCause[cause])}</dd>
            </div>
          ))}
        </dl>
      </div>
      <p className="sub pt-2">
        {measuredSinceMs === null
          ? "Nothing has been measured yet."
          : total === 0
            ? `No machine was below its level since ${dayWords(measuredSinceMs, zone)}, when measuring began.`
            : measured.length < days.length
              ? `Measured since ${dayWords(measuredSinceMs, zone)}; the days before are not known.`
              : ""}
      </p>
    </section>
  );
}
