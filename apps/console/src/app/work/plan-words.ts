import type { WorkPlanRow, WorkPlanView } from "@v-available/api/view/work-plan";
import { WEEKDAYS } from "@v-available/domain/maintenance-window";
import { countWords, durationWords, listWords, sentenceCase } from "@v-available/domain/wording";
import type { WorkPlanState, WorkStepState } from "@v-available/domain/work-plan";
import { AS_WISHED } from "@v-available/ui/ShapeMark";

/** What a plan is at, in a word and a mark that is told apart without its colour. */
export const PLAN_MARK = {
  running: { ...AS_WISHED, word: "goes on" },
  paused: { shape: "square-held", tone: "degraded", word: "stopped" },
  cancelling: { shape: "square-held", tone: "degraded", word: "being cancelled" },
  done: { ...AS_WISHED, word: "done" },
  cancelled: { ...AS_WISHED, word: "cancelled" },
} as const satisfies Record<WorkPlanState, object>;

export const STEP_WORD: Readonly<Record<WorkStepState, string>> = {
  waiting: "waits for its turn",
  evacuating: "leaving",
  ready: "free to be worked on",
  returning: "coming back",
  done: "done",
  skipped: "left out",
};

/** "2 of 6 hosts done; lit-a is away." */
export function planSentence(plan: Pick<WorkPlanRow, "hosts" | "done" | "skipped" | "away">): string {
  const away = plan.away.length === 0 ? "" : `; ${listWords(plan.away)} ${plan.away.length === 1 ? "is" : "are"} away`;
  const skipped = plan.skipped === 0 ? "" : `, ${plan.skipped} left out`;
  return `${plan.done} of ${countWords(plan.hosts, "host")} done${skipped}${away}.`;
}

const ORDINAL = ["", "first", "second", "third", "fourth", "fifth"];
const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** "Every second Tuesday of a month, 22:00 for 4 h, Europe/Oslo". */
export function windowWords(window: NonNullable<WorkPlanView["window"]>): string {
  const { recurrence, timeZone } = window;
  if (recurrence.kind === "once") return `Once, ${timeZone}`;
  const { weekdays, weekOfMonth, startMinuteOfDay, durationMinutes } = recurrence;
  const days = listWords(WEEKDAYS.filter((day) => weekdays.includes(day)).map(sentenceCase));
  const which = weekOfMonth === null ? `Every ${days}` : `Every ${ORDINAL[weekOfMonth]} ${days} of a month`;
  return `${which}, ${clock(startMinuteOfDay)} for ${durationWords(durationMinutes * 60_000)}, ${timeZone}`;
}
