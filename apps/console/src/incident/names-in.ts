import type { IncidentView } from "@v-available/api/view/incident";

/** Every name that its sentences may speak of. */
export const namesIn = (incident: Pick<IncidentView, "pair" | "machines">): readonly string[] => {
  const pair = incident.pair?.name;
  const machines = incident.machines.map(({ name }) => name);
  return pair === undefined ? machines : [...machines, pair, `${pair}-a`, `${pair}-b`];
};
