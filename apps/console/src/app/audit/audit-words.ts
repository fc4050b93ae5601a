import type { AuditRow } from "@v-available/api/view/audit";
import type { AuditOutcome } from "@v-available/domain/audit";

export const OUTCOME_WORDS: Readonly<Record<AuditOutcome, string>> = {
  done: "Done",
  asked: "Asked",
  unchanged: "Unchanged",
  refused: "Refused",
};

const TASK_WORDS = {
  running: "it runs",
  succeeded: "it was done",
  failed: "it was not done",
  cancelled: "it was cancelled",
} as const;

/** Of what was only asked for, what became of it. */
export const outcomeWords = ({ outcome, taskState }: Pick<AuditRow, "outcome" | "taskState">): string =>
  outcome === "asked" && taskState !== null
    ? `${OUTCOME_WORDS.asked}; ${TASK_WORDS[taskState]}`
    : OUTCOME_WORDS[outcome];

export const whoWords = ({ personName, role }: Pick<AuditRow, "personName" | "role">): string =>
  personName === null ? "Nobody who is known" : role === null ? personName : `${personName}, ${role}`;
