import type { DrillListView, DrillRow } from "@v-available/api/view/drill";
import { drillVerdict } from "@v-available/domain/drill";
import { countWords, durationWords, listWords, numberWords } from "@v-available/domain/wording";

/** What the page says first: how many copies somebody has seen start as promised. */
export interface DrillLead {
  readonly proven: string;
  /** Null where all are proven and none is due. */
  readonly missing: string | null;
}

export function leadOf({ rows }: Pick<DrillListView, "rows">): DrillLead {
  const count = (is: DrillRow["standing"]["is"]): number => rows.filter(({ standing }) => standing.is === is).length;
  const [unproven, due, proven] = [count("unproven"), count("due"), count("proven")];
  const all = countWords(rows.length, "copy", "copies");
  if (unproven === rows.length)
    return rows.length === 1
      ? { proven: "The one copy at a recovery site", missing: "was never proven by a drill." }
      : { proven: `None of the ${all} at recovery sites`, missing: "was ever proven by a drill." };
  const missing = [
    unproven === 0 ? null : `${numberWords(unproven)} ${unproven === 1 ? "was" : "were"} never proven`,
    due === 0 ? null : `${numberWords(due)} ${due === 1 ? "is" : "are"} due again`,
  ].filter((words) => words !== null);
  if (missing.length > 0)
    return {
      proven: `${numberWords(proven)} of ${all} at recovery sites ${proven === 1 ? "is" : "are"} proven.`,
      missing: `${listWords(missing)}.`,
    };
  return {
    proven:
      rows.length === 1 ? "The one copy at a recovery site is proven." : `All ${all} at recovery sites are proven.`,
    missing: null,
  };
}

/** "8 min 2 s of 15 min": measured, and what is promised beside it. */
export const measuredWords = (measuredMs: number, promisedMs: number | null): string =>
  promisedMs === null ? durationWords(measuredMs) : `${durationWords(measuredMs)} of ${durationWords(promisedMs)}`;

/** What the newest drill came to where it is not the proof itself; null where there is nothing to add. */
export function newestWords({ newest, standing, target }: DrillRow): string | null {
  if (newest === null || newest.startedAtMs === standing.proof?.startedAtMs) return null;
  if (newest.state === "running") return `A drill by ${newest.startedBy} is under way: ${newest.step}.`;
  if (newest.state === "broken-off") return `The newest drill was broken off. ${newest.reason}`;
  const { sentence } = drillVerdict(newest, { targetRtoMs: target.rtoMs, targetRpoMs: target.rpoMs });
  return `The newest drill did not keep what is promised. ${sentence}`;
}
