import type { WorkPreview } from "@v-available/api/view/work-plan";
import { countWords, durationWords, percentWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { Region } from "@v-available/ui/Region";
import { Skeleton } from "@v-available/ui/Skeleton";
import { Toned } from "@v-available/ui/Toned";
import type { JSX } from "react";
import { Moment } from "../../../view/Moment";
import { RefusedNote } from "../../../view/Refused";
import styles from "../work.module.css";

/** What the plan would mean, and when it would cost least: predictions, marked as such. */
export function PlanMeaning({
  preview,
  error,
  reading,
  onBegin,
}: {
  preview: WorkPreview | undefined;
  error: unknown;
  reading: boolean;
  onBegin: (fromMs: number) => void;
}): JSX.Element {
  return (
    <div aria-live="polite" aria-busy={reading}>
      <Region title="What it would mean" note="predicted, at the load of now">
        {error !== null && error !== undefined ? (
          <RefusedNote error={error} />
        ) : preview === undefined ? (
          reading ? (
            <Skeleton label="Looking at each host" rows={4} />
          ) : (
            <p className="mid">Choose a host, and how long the work on it takes.</p>
          )
        ) : (
          <Meaning preview={preview} />
        )}
      </Region>
      {preview === undefined ? null : (
        <Region title="When it would cost least" note="predicted: the week to come like the week before">
          {preview.noOfferBecause === null ? (
            <ul className={styles.offers}>
              {preview.offers.map(({ fromMs, peakRatio, exposedMs }) => (
                <li key={fromMs}>
                  <b>
                    <Moment atMs={fromMs} />
                  </b>
                  <span className="mid">
                    {percentWords(peakRatio)} of the host that stays is busy at most; one copy for about{" "}
                    {durationWords(exposedMs)}
                  </span>
                  <span className={styles.act}>
                    <Button small onClick={() => onBegin(fromMs)}>
                      Begin then
                    </Button>
                  </span>
                </li>
              ))}
            </ul>
          ) : (
            <p className="mid">{preview.noOfferBecause}</p>
          )}
        </Region>
      )}
    </div>
  );
}

function Meaning({ preview }: { preview: WorkPreview }): JSX.Element {
  const blocked = preview.hosts.filter(({ blockedBecause }) => blockedBecause !== null);
  return (
    <>
      <p>
        {countWords(preview.hosts.length, "host")}, <b>about {durationWords(preview.totalMs)}</b> in all. Each waits
        until somebody says that the work on it is done.
      </p>
      {blocked.length === 0 ? null : (
        <p>
          <Toned tone="degraded">
            {countWords(blocked.length, "host")} could not be begun now: the plan would stop there and wait for a
            person.
          </Toned>
        </p>
      )}
      <ol className={styles.steps}>
        {preview.hosts.map(({ host, pair, moves, blockedBecause, evacuationMs, resyncMs }) => (
          <li key={host.id} className={styles.step}>
            <div className={styles.line}>
              <b className="id">{host.name}</b>
              <span className="sub">{pair}</span>
            </div>
            <p className="mid">
              {blockedBecause ??
                `${moves === 0 ? "No machine has" : `${countWords(moves, "machine")} ${moves === 1 ? "has" : "have"}`} to move, about ${durationWords(evacuationMs)}; afterwards about ${durationWords(resyncMs)} until every machine has two copies again.`}
            </p>
          </li>
        ))}
      </ol>
    </>
  );
}
