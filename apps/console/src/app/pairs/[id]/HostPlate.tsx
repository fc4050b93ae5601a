"use client";
import type { HostView } from "@v-available/api/view/pair";
import type { Component } from "@v-available/domain/observed";
import { HOST_STANDING } from "@v-available/domain/pair-facts";
import { HOST_LABEL } from "@v-available/domain/part-label";
import { bytesOfWords, mebibytesWords } from "@v-available/domain/size-words";
import { ageWords, durationWords, numberWords } from "@v-available/domain/wording";
import type { JSX } from "react";
import styles from "./HostPlate.module.css";

const COMPONENT_WORD = {
  cpu: "CPU",
  dimm: "Memory",
  fan: "Fans",
  psu: "Power",
  nic: "Ports",
  controller: "Control",
  disk: "Disks",
} as const satisfies Record<Component["kind"], string>;
const KINDS = Object.keys(COMPONENT_WORD) as readonly Component["kind"][];
const MIB = 1024 * 1024;
const SERVICE_WORD = { in: "in service", "at-risk": "at risk", out: "out of service" } as const;

/** One little plate a part, in the order of its slots. What differs from "in" takes colour and another shape. */
function Components({ components }: { components: readonly Component[] }): JSX.Element {
  return (
    <dl className={styles.components}>
      {KINDS.map((kind) => {
        const parts = components.filter((component) => component.kind === kind);
        if (parts.length === 0) return null;
        const wrong = parts.filter((part) => part.service !== "in");
        return (
          <div key={kind}>
            <dt>{COMPONENT_WORD[kind]}</dt>
            <dd>
              {parts.map((part) => (
                <i
                  key={part.name}
                  data-service={part.service}
                  title={`${part.name}, ${SERVICE_WORD[part.service]}`}
                  aria-hidden="true"
                />
              ))}
              <span className="vh">
                {wrong.length === 0
                  ? `${parts.length} in service`
                  : wrong.map((part) => `${part.name} ${SERVICE_WORD[part.service]}`).join(", ")}
              </span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Use({
  label,
  used,
  alone,
  of,
  text,
}: {
  label: string;
  used: number;
  alone: number;
  of: number;
  text: JSX.Element;
}): JSX.Element {
  const part = (value: number) => (of === 0 ? 0 : Math.min(200, (value / of) * 200));
  return (
    <div className={styles.use}>
      <span>{label}</span>
      <svg viewBox="0 0 200 10" preserveAspectRatio="none" width="100%" height="10" aria-hidden="true">
        <rect x="0" y="4.5" width="200" height="1" fill="currentColor" opacity=".45" />
        <rect x="0" y="2" width={part(used)} height="6" fill="currentColor" />
        {/* Where it would stand alone, with every machine of the pair. */}
        <rect x={Math.min(198, part(alone))} y="0" width="2" height="10" fill="currentColor" />
      </svg>
      <span className={styles.number}>{text}</span>
    </div>
  );
}

export function HostPlate({
  host,
  look,
  words,
  pressed,
  nowMs,
  onPress,
}: {
  host: HostView;
  look: "acts" | "stands-by" | "lost" | "away";
  words: string;
  /** True while its loss is being imagined. */
  pressed: boolean;
  nowMs: number;
  onPress: () => void;
}): JSX.Element {
  const { observed } = host;
  // "120 of 256 GiB": the unit once.
  const [used, total] = bytesOfWords(observed.usedMemoryMiB * MIB, observed.memoryMiB * MIB).split(" of ");
  const away = HOST_STANDING[host.state] === "away";
  return (
    <section
      className={look === "away" ? `${styles.plate} va-corners` : styles.plate}
      data-look={look}
      aria-label={`${host.name}, ${words}`}
    >
      {/* Lies over the whole plate, so that the facts below it stay text and not the name of a button. */}
      <button
        type="button"
        className={styles.press}
        aria-pressed={pressed}
        aria-label={`What if ${host.name} is lost`}
        onClick={onPress}
      />
      <span className={styles.head}>
        <span className="id">{host.name}</span>
        <span>{words}</span>
      </span>
      <span className={styles.uses}>
        <Use
          label="Cores"
          used={observed.usedCores}
          alone={host.aloneCores}
          of={observed.cores}
          text={
            <>
              <b>{numberWords(observed.usedCores)}</b> of {observed.cores}, <b>{numberWords(host.aloneCores)}</b> alone
            </>
          }
        />
        <Use
          label="Memory"
          used={observed.usedMemoryMiB}
          alone={host.aloneMemoryMiB}
          of={observed.memoryMiB}
          text={
            <>
              <b>{used}</b> of {total}, <b>{mebibytesWords(host.aloneMemoryMiB)}</b> alone
            </>
          }
        />
      </span>
      <Components components={host.components} />
      <span className={styles.foot}>
        {observed.lastHeartbeatAtMs === null
          ? "no heartbeat yet"
          : `heartbeat ${away ? ageWords(observed.lastHeartbeatAtMs, nowMs) : `every ${observed.heartbeatMs < 1_000 ? `${observed.heartbeatMs} ms` : durationWords(observed.heartbeatMs)}`}`}
        {observed.upSinceMs === null ? "" : `, up ${durationWords(nowMs - observed.upSinceMs)}`}
        {away ? `, ${HOST_LABEL[host.state].word.toLowerCase()}` : ""}
      </span>
    </section>
  );
}
