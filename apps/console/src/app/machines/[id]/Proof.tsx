import type { MachineView } from "@v-available/api/view/machine";
import {
  type Drill,
  drillsOf,
  drillTarget,
  drillVerdict,
  isDrillDue,
  lastProof,
  runningDrill,
} from "@v-available/domain/drill";
import { ageWords, countWords } from "@v-available/domain/wording";
import { ShapeMark } from "@v-available/ui/ShapeMark";
import type { JSX } from "react";
import { useNowMs } from "../../../client/connection";
import { Moment } from "../../../view/Moment";
import styles from "./Proof.module.css";

/** When the copy elsewhere was last seen to start, and what came of the newest drill where that proved nothing. */
export function Proof({ machine }: { machine: MachineView }): JSX.Element | null {
  const nowMs = useNowMs();
  const { declared, observed, drillInterval } = machine;
  if (declared.recovery === "none" || observed.recoveryCopy === null) return null;
  const target = drillTarget(declared);
  const drills = drillsOf(observed);
  const running = runningDrill(observed);
  const proof = lastProof(drills, target);
  const isDue = proof !== null && isDrillDue(proof, { drillEveryDays: drillInterval.everyDays }, nowMs);
  const newest = drills.find((drill) => drill.state !== "running");
  return (
    <div className={styles.proof}>
      <p>
        {proof === null ? (
          <>
            <ShapeMark shape="pointed-open" tone="degraded" />
            <b>Not proven by a drill yet</b>
          </>
        ) : (
          <>
            {isDue ? (
              <ShapeMark shape="pointed-open" tone="degraded" />
            ) : (
              <ShapeMark shape="round-solid" tone="protected" />
            )}
            <b>
              Last proven <Moment atMs={proof.endedAtMs} />
            </b>
            <span className="sub">
              {ageWords(proof.endedAtMs, nowMs)}
              {isDue ? `, another is due: ${intervalWords(drillInterval)}` : null}
            </span>
          </>
        )}
      </p>
      {proof === null ? null : <p className="sub">{drillVerdict(proof, target).sentence}</p>}
      {newest === undefined || newest === proof ? null : (
        <p className="sub">
          The drill of <Moment atMs={newest.startedAtMs} /> {endWords(newest, target)}
        </p>
      )}
      {running === null ? null : (
        <p className="sub">
          A drill by {running.startedBy} is under way: {running.step}.
        </p>
      )}
    </div>
  );
}

/** "every 30 days, as gold asks": whose interval it is that has passed. */
const intervalWords = ({ everyDays, policyName }: MachineView["drillInterval"]): string =>
  `every ${countWords(everyDays ?? 0, "day")}${policyName === null ? "" : `, as ${policyName} asks`}`;

function endWords(drill: Drill, target: Parameters<typeof drillVerdict>[1]): string {
  if (drill.state === "measured") return `did not keep what is promised. ${drillVerdict(drill, target).sentence}`;
  return drill.state === "broken-off" ? `was broken off. ${drill.reason}` : "is under way.";
}
