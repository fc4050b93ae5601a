import type { WorkPreview } from "@v-available/api/view/work-plan";
import { countWords, durationWords, percentWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { Region } from "@v-available/ui/Region";
import { Skeleton } from "@v-available/ui/Skeleton";
import { Toned } from "@v-available/ui/Toned";
import type { JSX } from "react";
import { Moment } from "../../../view/Moment";
import { OutsideConsent } from "../../../view/OutsideConsent";
import { RefusedNote } from "../../../view/Refused";
import styles from "../work.module.css";

/** What the plan would mean, and when it would cost least: predictions, marked as such. */
export function PlanMeaning({
  preview,
  error,
  reading,
  confirmed,
  onConfirmed,
  onBegin,
}: {
  preview: WorkPreview | undefined;
  error: unknown;
  reading: boolean;
  /** Machines that may be touched outside the windows of their policies. */
  confirmed: readonly string[];
  onConfirmed: (confirmed: readonly string[]) => void;
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
          <Meaning preview={preview} confirmed={confirmed} onConfirmed={onConfirmed} />
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

type Consent = Pick<Parameters<typeof OutsideConsent>[0], "confirmed" | "onConfirmed">;

/** What the windows of the machines' policies mean to the plan: each host waits for all of them. */
function Windows({ preview, ...consent }: { preview: WorkPreview } & Consent): JSX.Element | null {
  // A pair whose both hosts are in the plan has its machines twice.
  const outside = [
    ...new Map(preview.hosts.flatMap((host) => host.outside.map((one) => [one.machine.id, one] as const))).values(),
  ];
  if (outside.length === 0) return null;
  return (
    <section className={styles.outside} aria-label="Windows of policies">
      <p>
        <Toned tone="degraded">
          <b>{countWords(outside.length, "machine")}</b> would be touched outside{" "}
          {outside.length === 1 ? "its window" : "their windows"} if the first host were begun then.
        </Toned>{" "}
        The plan waits for the windows of those that are not confirmed here.
      </p>
      <OutsideConsent outside={outside} {...consent} />
    </section>
  );
}

/** When a host is begun, where the windows of its machines are what it waits for. */
function WithinWords({
  host,
  confirmed,
}: { host: WorkPreview["hosts"][number] } & Pick<Consent, "confirmed">): JSX.Element | null {
  if (host.outside.every(({ machine }) => confirmed.includes(machine.id))) return null;
  return (
    <p className="sub">
      {host.withinFromMs === null ? (
        "The windows of its machines never open together: without a consent it is never begun."
      ) : (
        <>
          Within the windows of all its machines from <Moment atMs={host.withinFromMs} />, in your time.
        </>
      )}
    </p>
  );
}

function Meaning({ preview, ...consent }: { preview: WorkPreview } & Consent): JSX.Element {
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
      <Windows preview={preview} {...consent} />
      <ol className={styles.steps}>
        {preview.hosts.map((one) => {
          const { host, pair, moves, blockedBecause, evacuationMs, resyncMs } = one;
          return (
            <li key={host.id} className={styles.step}>
              <div className={styles.line}>
                <b className="id">{host.name}</b>
                <span className="sub">{pair}</span>
              </div>
              <p className="mid">
                {blockedBecause ??
                  `${moves === 0 ? "No machine has" : `${countWords(moves, "machine")} ${moves === 1 ? "has" : "have"}`} to move, about ${durationWords(evacuationMs)}; afterwards about ${durationWords(resyncMs)} until every machine has two copies again.`}
              </p>
              <WithinWords host={one} confirmed={consent.confirmed} />
            </li>
          );
        })}
      </ol>
    </>
  );
}
