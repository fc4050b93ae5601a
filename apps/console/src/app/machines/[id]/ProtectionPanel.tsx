"use client";
import type { MachineView } from "@v-available/api/view/machine";
import { LEVEL_LABEL } from "@v-available/domain/label";
import { type DialStop, isBelow, withRecovery } from "@v-available/domain/level";
import { recoveryLagNow } from "@v-available/domain/recovery-point";
import { bytesWords } from "@v-available/domain/size-words";
import { durationWords } from "@v-available/domain/wording";
import { Dial, dialTone } from "@v-available/ui/Dial";
import { LevelGlyph, levelWords } from "@v-available/ui/LevelGlyph";
import { Region } from "@v-available/ui/Region";
import { Toned } from "@v-available/ui/Toned";
import type { JSX } from "react";
import { useNowMs } from "../../../client/connection";
import { Moment } from "../../../view/Moment";
import { Comparison } from "./Comparison";
import { PolicyPanel } from "./PolicyPanel";
import { Proof } from "./Proof";
import styles from "./ProtectionPanel.module.css";

function remoteWords(machine: MachineView): string {
  const { a, b } = machine.hostViews;
  const oneSite = a.site.id === b.site.id;
  if (machine.declared.separation === "site") {
    return oneSite ? `declared, but both hosts are at ${a.site.name}` : `yes: ${a.site.name} and ${b.site.name}`;
  }
  return oneSite ? `no: both hosts at ${a.site.name}` : `not asked for: hosts at ${a.site.name} and ${b.site.name}`;
}

const journalWords = ({ usedBytes, full }: { usedBytes: number; full: boolean }): string =>
  full ? "its journal was full, all that has changed is sent" : `${bytesWords(usedBytes)} waiting in the journal`;

function recoveryWords(machine: MachineView, nowMs: number): string {
  const copy = machine.observed.recoveryCopy;
  if (machine.declared.recovery === "none") return "no: no copy elsewhere";
  if (copy === null) return "declared, no copy yet";
  if (copy.live) return `it is at ${copy.siteName} itself, as ${copy.live.declaredBy} declared`;
  const journal = copy.journal === null ? "" : `; ${journalWords(copy.journal)}`;
  return `yes: copy at ${copy.siteName}, ${durationWords(recoveryLagNow(machine.observed, copy, nowMs))} behind${journal}`;
}

/** Declared and effective side by side; what is declared is never shown for what is. */
export function ProtectionPanel({
  machine,
  effective,
  className,
}: {
  machine: MachineView;
  /** Null while nobody can tell. */
  effective: DialStop | null;
  className: string | undefined;
}): JSX.Element {
  const nowMs = useNowMs();
  const declared = machine.declaredStop;
  const below = effective !== null && isBelow(effective, declared);
  return (
    <Region
      title="Protection"
      aside={below ? "below what is declared" : effective === null ? "not known" : undefined}
      className={className ?? ""}
    >
      <div className={styles.dial}>
        <Dial declared={declared} effective={effective} />
      </div>
      <dl className={styles.levels}>
        <dt>
          <svg width="12" height="10" viewBox="0 0 12 10" aria-hidden="true">
            <path d="M6 9L1 1h10z" fill="none" stroke="currentColor" strokeWidth="1.5" />
          </svg>
          Declared
        </dt>
        <dd>
          <b>{levelWords(machine.declared)}</b>
        </dd>
        <dt>
          <svg width="12" height="10" viewBox="0 0 12 10" aria-hidden="true">
            <path d="M4.5 10L6 0l1.5 10z" fill="currentColor" />
          </svg>
          Effective
        </dt>
        <dd>
          {effective === null ? (
            <Toned tone="unknown">Unknown</Toned>
          ) : (
            <>
              {below ? (
                <Toned tone={dialTone(effective, declared)}>{LEVEL_LABEL[effective].word}</Toned>
              ) : (
                LEVEL_LABEL[effective].word
              )}
              {machine.headline.exposedSinceMs === null || !below ? null : (
                <>
                  {" "}
                  since <Moment atMs={machine.headline.exposedSinceMs} />
                </>
              )}
            </>
          )}
        </dd>
      </dl>
      <ul className={styles.added}>
        <li>
          <LevelGlyph
            protection={{
              ...machine.declared,
              mirror: "sync",
              compute: "restart",
              separation: "site",
              recovery: "none",
            }}
            size={15}
            label={null}
          />
          <span>Remote</span>
          <span className="sub">{remoteWords(machine)}</span>
        </li>
        <li>
          <LevelGlyph
            protection={withRecovery({ ...machine.declared, mirror: "sync", compute: "restart", separation: "host" })}
            size={15}
            label={null}
          />
          <span>Disaster Recovery</span>
          <span className="sub">
            {recoveryWords(machine, nowMs)}
            {machine.observed.recoveryCopy === null || machine.observed.recoveryCopy.live ? null : (
              <>
                {"; newest point "}
                <Moment atMs={machine.observed.recoveryCopy.lastPointAtMs} />
              </>
            )}
          </span>
        </li>
      </ul>
      <Proof machine={machine} />
      <Comparison machine={machine} />
      <PolicyPanel machine={machine} />
    </Region>
  );
}
