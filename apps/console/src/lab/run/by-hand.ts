import { lineOf, type ScriptLine } from "@v-available/orchestrator-simulator/run/scenario";
import type { HandAct } from "./message";

/** What was done by hand as one parameter of the address: "12.3:host-power-loss@host-a~40:-host-power-loss@host-a". */
const BETWEEN = "~";
const MOST_ACTS = 200;

export const sentenceOf = ({ fault, subjectRef, ends }: HandAct): string =>
  ends ? `By hand: ${fault} of ${subjectRef} ends.` : `By hand: ${fault} of ${subjectRef}.`;

export const lineOfHand = (atMs: number, act: HandAct): ScriptLine =>
  lineOf(atMs, sentenceOf(act), {
    do: act.ends ? "clear" : "inject",
    fault: act.fault,
    subjectRef: act.subjectRef,
  });

export const writeByHand = (lines: readonly ScriptLine[]): string =>
  lines
    .flatMap(({ atMs, act }) =>
      act.do === "inject" || act.do === "clear"
        ? [`${Math.round(atMs)}:${act.do === "clear" ? "-" : ""}${act.fault}@${act.subjectRef}`]
        : [],
    )
    .join(BETWEEN);

/**
 * @param known which faults can happen to what: an address may have been written by hand, too
 * @throws Error that names the part that is not understood
 */
export function readByHand(
  text: string,
  known: (fault: string, subjectRef: string) => HandAct["fault"] | null,
): ScriptLine[] {
  if (text === "") return [];
  const parts = text.split(BETWEEN);
  if (parts.length > MOST_ACTS) throw new Error(`The run has ${parts.length} acts; ${MOST_ACTS} are the most.`);
  return parts.map((part) => {
    const [, time = "", minus = "", kind = "", subjectRef = ""] = /^(-?\d+):(-?)([a-z-]+)@(.+)$/.exec(part) ?? [];
    const fault = known(kind, subjectRef);
    if (fault === null) throw new Error(`The run has "${part}", which is nothing that can happen in this lab.`);
    return lineOfHand(Number(time), { fault, subjectRef, ends: minus === "-" });
  });
}
