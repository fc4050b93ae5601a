import type { MachineView } from "@v-available/api/view/machine";
import { comparisonEtaAtMs } from "@v-available/domain/copy-comparison";
import { bytesWords } from "@v-available/domain/size-words";
import { ageWords, inAboutWords, percentWords } from "@v-available/domain/wording";
import { ShapeMark } from "@v-available/ui/ShapeMark";
import type { JSX } from "react";
import { useNowMs } from "../../../client/connection";
import { Moment } from "../../../view/Moment";
import styles from "./Proof.module.css";

/** When both copies were last seen to be alike, block by block, and how far a comparison is that runs. */
export function Comparison({ machine }: { machine: MachineView }): JSX.Element | null {
  const nowMs = useNowMs();
  const { observed, declared } = machine;
  const { comparison, mirror } = observed;
  if (declared.mirror === "none" || !comparison) return null;
  const { running, last } = comparison;
  const etaAtMs = comparisonEtaAtMs(observed);
  const readBytes =
    running === null
      ? 0
      : Math.min(mirror.totalBytes, (running.bytesPerSecond * Math.max(0, nowMs - running.startedAtMs)) / 1_000);
  return (
    <div className={styles.proof}>
      {running === null ? null : (
        <p>
          <ShapeMark
            shape="round-filling"
            tone="resyncing"
            ratio={mirror.totalBytes === 0 ? 1 : readBytes / mirror.totalBytes}
          />
          <b>Comparing both copies</b>
          <span className="sub">
            {percentWords(mirror.totalBytes === 0 ? 1 : readBytes / mirror.totalBytes)} of{" "}
            {bytesWords(mirror.totalBytes)}
            {etaAtMs === null ? null : (
              <>
                , expected at <Moment atMs={etaAtMs} />, {inAboutWords(etaAtMs, nowMs)}
              </>
            )}
          </span>
        </p>
      )}
      {last === null ? null : (
        <p>
          {last.differingBytes === 0 ? (
            <ShapeMark shape="round-solid" tone="protected" />
          ) : (
            <ShapeMark shape="pointed-open" tone="degraded" />
          )}
          <b>
            {last.differingBytes === 0 ? "Both copies were alike" : `${bytesWords(last.differingBytes)} differed`}{" "}
            <Moment atMs={last.endedAtMs} />
          </b>
          <span className="sub">compared block by block, {ageWords(last.endedAtMs, nowMs)}</span>
        </p>
      )}
    </div>
  );
}
