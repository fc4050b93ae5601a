import type { IncidentView } from "@v-available/api/view/incident";
import { countWords } from "@v-available/domain/wording";

/** "INC-17": how people call it. */
export const incidentName = (incident: Pick<IncidentView, "number">): string => `INC-${incident.number}`;

/** What of it is left for people. */
export const tasksWords = (openTasksForPeople: number): string =>
  openTasksForPeople === 0 ? "handled without a person" : `${countWords(openTasksForPeople, "open task")} for you`;
