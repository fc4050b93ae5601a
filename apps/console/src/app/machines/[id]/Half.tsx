import type { MachineView } from "@v-available/api/view/machine";
import type { HostView } from "@v-available/api/view/pair";
import { HOST_STANDING } from "@v-available/domain/pair-facts";
import { HOST_LABEL } from "@v-available/domain/part-label";
import type { Side } from "@v-available/domain/state";
import { durationWords } from "@v-available/domain/wording";
import { Heartbeat } from "@v-available/ui/Heartbeat";
import type { JSX } from "react";
import styles from "./Half.module.css";
import { halfFacts } from "./role";

/** Beats missed in the drawing; how many really were missed is in words elsewhere. */
const MISSED = { serves: 0, "in-doubt": 4, away: 8 } as const;

/** A beat is told in milliseconds up to a second: "every 100 ms" is how it is set. */
const beatWords = (ms: number): string => (ms < 1_000 ? `${ms} ms` : durationWords(ms));

/** One side of a machine: what it is worth to it now. */
export function Half({ machine, side, host }: { machine: MachineView; side: Side; host: HostView }): JSX.Element {
  const facts = halfFacts(machine, side);
  const missed = MISSED[HOST_STANDING[host.state]];
  return (
    <section
      className={facts.look === "gone" ? `${styles.half} va-corners` : styles.half}
      data-look={facts.look}
      data-side={side}
      aria-label={`${host.name}, ${facts.role}`}
    >
      {facts.look === "filling" ? (
        <span className={styles.fill} style={{ ["--part" as string]: facts.fillRatio }} aria-hidden="true" />
      ) : null}
      <div className={styles.inside}>
        <div className={styles.host}>
          <span className="id">{host.name}</span>
          <span>{facts.role}</span>
        </div>
        <p className={styles.beat}>
          <Heartbeat missed={missed} />
          <span>{missed === 0 ? `every ${beatWords(host.observed.heartbeatMs)}` : HOST_LABEL[host.state].word}</span>
        </p>
        <dl>
          <dt>Compute</dt>
          <dd>{facts.compute}</dd>
          <dt>Memory</dt>
          <dd>{facts.memory}</dd>
          <dt>Disk</dt>
          <dd>{facts.disk}</dd>
        </dl>
      </div>
    </section>
  );
}
